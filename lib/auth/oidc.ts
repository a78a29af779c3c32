import type { EpochMillis } from '#kernel/ids.ts'

/** Claim → value → ARN of a root user or a user of AWS IAM. */
export type OidcPrincipals = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The identity provider that may vouch for users of the console (OpenID Connect Core 1.0). */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly principals: OidcPrincipals
}

/** For whom an identity provider vouched. */
export interface Vouched {
  /** Undefined for one whom no principal is meant for. */
  readonly arn: string | undefined
  /** When they last showed the provider who they are, where it says so. */
  readonly authTime: EpochMillis | undefined
}

/** What the claims of an ID token say. */
export function vouchedBy({ principals }: OidcSettings, claims: Readonly<Record<string, unknown>>): Vouched {
  return { arn: principalOfClaims(principals, claims), authTime: authTimeOf(claims) }
}

/** `auth_time` is in seconds (OpenID Connect Core 1.0, section 2). */
function authTimeOf({ auth_time: seconds }: Readonly<Record<string, unknown>>): EpochMillis | undefined {
  return typeof seconds === 'number' && seconds > 0 ? ((seconds * 1000) as EpochMillis) : undefined
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
