import { integer } from '#model/query/shape.ts'
import { AccessDenied } from '../access.ts'
import type { StsContext } from '../operation.ts'
import { operation } from '../operation.ts'
import { credentials, credentialsAnswer, MFA } from './members.ts'

const TWELVE_HOURS = 43_200
/** The root user's are never good for longer. */
const HOUR = 3600

/** Temporary credentials of the caller. Needs no permission (AWS STS API reference, GetSessionToken). */
export const getSessionToken = operation({
  input: { DurationSeconds: integer({ min: 900, max: 129_600 }), ...MFA },
  output: { Credentials: credentials },
  plan: ({ DurationSeconds = TWELVE_HOURS, SerialNumber, TokenCode }, context) => ({
    checks: 'nobody needs permission',
    async run() {
      refuseSessions(context)
      if (SerialNumber !== undefined || TokenCode !== undefined) throw noSuchDevice()
      const { caller, ports } = context
      const { principal, scope } = caller
      const seconds = principal.kind === 'root' ? Math.min(DurationSeconds, HOUR) : DurationSeconds
      const session = { mfa: false, policies: [], tags: [] }
      const minted = await ports.mint({ sandbox: scope.sandbox, principal, seconds, session })
      return { Credentials: credentialsAnswer(minted) }
    },
  }),
})

function refuseSessions({ caller }: StsContext): void {
  if (caller.session) throw new AccessDenied('Cannot call GetSessionToken with session credentials')
}

export function noSuchDevice(): AccessDenied {
  return new AccessDenied(
    'MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.',
  )
}
