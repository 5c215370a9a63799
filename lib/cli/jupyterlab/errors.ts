/** JupyterLab can't be prepared. The message says what to do. */
export class JupyterError extends Error {
  override readonly name = "JupyterError";
}
