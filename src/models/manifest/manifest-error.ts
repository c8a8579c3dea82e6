/** A manifest with faults: all of them, each with its path inside the file and what would have been right. */
export class ManifestError extends Error {
  /**
   * @param file name of the manifest, without its folder
   * @param faults e.g. "input.color: 'RBG' is not one of RGB, BGR, GRAY"
   */
  constructor(
    readonly file: string,
    readonly faults: readonly string[],
  ) {
    super(
      faults.length === 1
        ? `${file}: ${faults[0]}`
        : `${file} has ${faults.length} faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ManifestError';
  }
}
