/** Why a trail cannot be exported, in words for the operator. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}
