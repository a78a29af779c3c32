/**
 * What the administration of Keystead refused. `code` is the name of its exception, such as NotFoundException; `status`
 * that of HTTP.
 */
export class KeysteadError extends Error {
  override readonly name = 'KeysteadError'
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(`${code}: ${message}`)
    this.code = code
    this.status = status
  }
}
