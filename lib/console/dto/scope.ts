/** A scope as it stands in a path: `/<sandbox>/<account>/<region>`. */
export interface ScopeDto {
  readonly sandbox: string
  readonly account: string
  readonly region: string
}

/** Where a page is, and who acts there as it says. What it asks for is done by nobody else. */
export interface PageScopeDto extends ScopeDto {
  readonly principalArn: string
}
