/** What went wrong, in AWS's terms. An empty `message` means that AWS gives none. */
export interface ErrorDto {
  readonly code: string
  readonly message: string
  /** Found again in the audit log; absent when the call never reached the service. */
  readonly requestId?: string
}

/** How a server action answers: errors are data, since Next hides the message of a thrown one. */
export type ActionResult<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorDto }
