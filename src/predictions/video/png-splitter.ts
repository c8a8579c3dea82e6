const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Both the signature of a file and the head of a chunk (length and type) have this size. */
const HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;

/** What came is not a row of PNG files, or one of them is larger than it may be. */
export class PngStreamFault extends Error {}

/**
 * Cuts a stream of PNG files, one behind the other, into the files. Only the lengths of the chunks are read: nothing is
 * decoded, and each byte is copied once.
 *
 * @see W3C PNG, third edition, sections 5.2 and 5.3
 */
export class PngSplitter {
  private parts: Buffer[] = [];
  private fileBytes = 0;
  private readonly head = Buffer.alloc(HEAD_BYTES);
  private headBytes = 0;
  private hasSignature = false;
  /** What is left of the chunk whose head was read last. */
  private chunkBytes = 0;
  private isLastChunk = false;

  /** @param maxBytes of one file */
  constructor(private readonly maxBytes: number) {}

  /** @returns the files that are complete by now. @throws PngStreamFault */
  add(piece: Buffer): Buffer[] {
    const files: Buffer[] = [];
    let fileStart = 0;
    for (let at = 0; at < piece.length;) {
      if (this.chunkBytes > 0) {
        const step = Math.min(this.chunkBytes, piece.length - at);
        this.chunkBytes -= step;
        at += step;
      } else {
        const step = Math.min(HEAD_BYTES - this.headBytes, piece.length - at);
        piece.copy(this.head, this.headBytes, at, at + step);
        this.headBytes += step;
        at += step;
        if (this.headBytes === HEAD_BYTES) this.readHead(at - fileStart);
      }
      if (this.isLastChunk && this.chunkBytes === 0) {
        this.parts.push(piece.subarray(fileStart, at));
        files.push(Buffer.concat(this.parts));
        this.startFile();
        fileStart = at;
      }
    }
    if (fileStart < piece.length) this.parts.push(piece.subarray(fileStart));
    this.fileBytes += piece.length - fileStart;
    return files;
  }

  /** Whether the stream ended between two files and not inside one. */
  get isComplete(): boolean {
    return this.fileBytes === 0;
  }

  /** @param pieceBytes of the current piece that belong to the current file */
  private readHead(pieceBytes: number): void {
    this.headBytes = 0;
    if (!this.hasSignature) {
      if (this.head.toString('latin1') !== SIGNATURE) throw new PngStreamFault('not a PNG file');
      this.hasSignature = true;
      return;
    }
    this.isLastChunk = this.head.toString('latin1', 4) === 'IEND';
    this.chunkBytes = this.head.readUInt32BE(0) + CHECKSUM_BYTES;
    if (this.fileBytes + pieceBytes + this.chunkBytes > this.maxBytes) {
      throw new PngStreamFault(`a PNG file of more than ${this.maxBytes} bytes`);
    }
  }

  private startFile(): void {
    this.parts = [];
    this.fileBytes = 0;
    this.hasSignature = false;
    this.isLastChunk = false;
  }
}
