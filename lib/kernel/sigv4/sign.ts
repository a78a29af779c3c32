import type { EpochMillis } from '#kernel/ids.ts'
import { formatAmzDate } from './amz-date.ts'
import type { CredentialScope, SignableRequest } from './request.ts'
import { ALGORITHM } from './request.ts'
import type { SignatureOptions } from './signature.ts'
import { computeSignature } from './signature.ts'
import { scopeText } from './string-to-sign.ts'

export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface SigningTarget {
  readonly service: string
  readonly region: string
  readonly time: EpochMillis
}

/** Proxies and clients change these on the way. */
const NEVER_SIGNED: readonly string[] = ['authorization', 'connection', 'expect', 'user-agent', 'x-amzn-trace-id']

/** The same request with `x-amz-date`, `x-amz-security-token` for a session, and `authorization`. */
export function sign(
  request: SignableRequest,
  credentials: SigningCredentials,
  { service, region, time }: SigningTarget,
  options?: SignatureOptions,
): SignableRequest {
  const amzDate = formatAmzDate(time)
  const scope: CredentialScope = { date: amzDate.slice(0, 8), region, service }
  const headers = new Map(request.headers).set('x-amz-date', [amzDate])
  if (credentials.sessionToken !== undefined) headers.set('x-amz-security-token', [credentials.sessionToken])
  const signedHeaders = [...headers.keys()].filter((name) => !NEVER_SIGNED.includes(name)).sort()
  const signed = { form: 'header', amzDate, scope, signedHeaders } as const
  const signature = computeSignature({ ...request, headers }, signed, credentials.secretAccessKey, options)
  const authorization = [
    `${ALGORITHM} Credential=${credentials.accessKeyId}/${scopeText(scope)}`,
    `SignedHeaders=${signedHeaders.join(';')}`,
    `Signature=${signature.toString('hex')}`,
  ].join(', ')
  return { ...request, headers: headers.set('authorization', [authorization]) }
}
