/** What a pair that may not be made costs. Above any sum of allowed costs, so that as many allowed pairs as possible are made. */
const FORBIDDEN = 1e6;

/**
 * Pairs rows with columns so that as many as possible are paired and their costs add up to the least.
 *
 * Shortest augmenting paths with dual prices, O(rows² · columns): H. W. Kuhn, "The Hungarian method for the assignment
 * problem" (1955), in the form of R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse
 * linear assignment problems" (1987), without their initialisation.
 *
 * @param cost of a pair, 0-1; Infinity for one that may not be made. Asked once for each pair
 * @returns for each row its column, -1 for none
 */
export function assign(
  rows: number,
  columns: number,
  cost: (row: number, column: number) => number,
): number[] {
  const costs = Float64Array.from({ length: rows * columns }, (_, index) => {
    return Math.min(cost(Math.floor(index / columns), index % columns), FORBIDDEN);
  });
  const priceOf = (row: number, column: number): number => costs[row * columns + column] as number;
  const isOpen = (row: number, column: number): boolean => priceOf(row, column) < FORBIDDEN;
  // Most boxes are far from most tracks: what has nobody to be paired with takes no part.
  const someRows = range(rows).filter((row) => range(columns).some((column) => isOpen(row, column)));
  const someColumns = range(columns).filter((column) => someRows.some((row) => isOpen(row, column)));
  const isWide = someRows.length <= someColumns.length;
  const [few, many] = isWide ? [someRows, someColumns] : [someColumns, someRows];
  const result = Array<number>(rows).fill(-1);
  const owners = augmentAll(few.length, many.length, (one, other) => {
    const [row, column] = [few[one] as number, many[other] as number];
    return isWide ? priceOf(row, column) : priceOf(column, row);
  });
  for (const [index, owner] of owners.entries()) {
    if (owner < 0) continue;
    const [one, other] = [few[owner] as number, many[index] as number];
    const [row, column] = isWide ? [one, other] : [other, one];
    if (isOpen(row, column)) result[row] = column;
  }
  return result;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Every row gets a column, allowed or not. @returns the row of each column, -1 for none */
function augmentAll(
  rows: number,
  columns: number,
  price: (row: number, column: number) => number,
): Int32Array {
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  for (let start = 0; start < rows; start += 1) {
    /** Least reduced cost of a path from `start` to each column, and the column before it on that path. */
    const distance = new Float64Array(columns).fill(Infinity);
    const before = new Int32Array(columns).fill(-1);
    const isDone = new Uint8Array(columns);
    let row = start;
    let last = -1;
    let base = 0;
    for (;;) {
      let next = -1;
      for (let column = 0; column < columns; column += 1) {
        if (isDone[column]) continue;
        const reduced = price(row, column) - (rowPrice[row] as number) - (columnPrice[column] as number);
        if (base + reduced < (distance[column] as number)) {
          distance[column] = base + reduced;
          before[column] = last;
        }
        if (next < 0 || (distance[column] as number) < (distance[next] as number)) next = column;
      }
      base = distance[next] as number;
      isDone[next] = 1;
      last = next;
      if (rowOf[next] === -1) break;
      row = rowOf[next] as number;
    }
    rowPrice[start] = (rowPrice[start] as number) + base;
    for (let column = 0; column < columns; column += 1) {
      if (!isDone[column] || column === last) continue;
      const saved = base - (distance[column] as number);
      const owner = rowOf[column] as number;
      rowPrice[owner] = (rowPrice[owner] as number) + saved;
      columnPrice[column] = (columnPrice[column] as number) - saved;
    }
    for (let column = last; ;) {
      const previous = before[column] as number;
      rowOf[column] = previous < 0 ? start : (rowOf[previous] as number);
      if (previous < 0) break;
      column = previous;
    }
  }
  return rowOf;
}
