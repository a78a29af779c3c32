/** A scope as it stands in a path: `/<sandbox>/<account>/<region>`. */
export interface ScopeDto {
  readonly sandbox: string
  readonly account: string
  readonly region: string
}
