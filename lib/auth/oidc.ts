/** Claim → value → ARN of a root user or a user of AWS IAM. */
export type OidcPrincipals = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The identity provider that may vouch for users of the console (OpenID Connect Core 1.0). */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly principals: OidcPrincipals
}

/**
 * The principal that claims lead to: the first claim of the file, in its order, that names one. An email counts only
 * where the provider says that it is verified: anyone can claim one.
 */
export function principalOfClaims(
  principals: OidcPrincipals,
  claims: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const [claim, byValue] of Object.entries(principals)) {
    if (claim === 'email' && claims.email_verified !== true) continue
    const said: unknown = claims[claim]
    for (const value of Array.isArray(said) ? said : [said]) {
      if (typeof value === 'string' && Object.hasOwn(byValue, value)) return byValue[value]
    }
  }
  return undefined
}
