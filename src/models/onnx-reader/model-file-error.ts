/** A model file that cannot be served. The message is for operators: it names the file (no folders) and the reason. */
export class ModelFileError extends Error {
  /**
   * @param file name of the file, without its folder
   * @param reason goes on after the name: "is a text file, not an ONNX model"
   */
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`${file} ${reason}`);
    this.name = 'ModelFileError';
  }
}
