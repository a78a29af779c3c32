import type { EpochMillis } from '#kernel/ids.ts'
import { parseAmzDate } from './amz-date.ts'
import type { CredentialScope } from './request.ts'
import { TERMINATOR } from './request.ts'

/** What a request says of its signature: well-formed, not yet verified. */
export interface Authorization {
  readonly form: 'header' | 'query'
  readonly accessKeyId: string
  readonly scope: CredentialScope
  /** `YYYYMMDDTHHMMSSZ` as sent, and the same as time. Its day need not be the scope's. */
  readonly amzDate: string
  readonly time: EpochMillis
  /** Lower-case, sorted, no name twice. */
  readonly signedHeaders: readonly string[]
  /** 32 bytes. */
  readonly signature: Buffer
  readonly securityToken?: string
  /** How long a query form is good, in seconds. */
  readonly expires?: number
}

export type AuthorizationPart = 'Credential' | 'Signature' | 'SignedHeaders' | 'Date' | 'Expires' | 'Security-Token'

/** The parts as text, wherever they stood; empty counts as missing. */
export type AuthorizationText = Readonly<Partial<Record<AuthorizationPart, string | undefined>>>

/** Why a request has no usable Authorization. Which error and words that makes is the reader's business. */
export type AuthorizationFault =
  | { readonly fault: 'absent' }
  | { readonly fault: 'algorithm'; readonly found: string }
  | { readonly fault: 'incomplete'; readonly missing: readonly AuthorizationPart[] }
  | { readonly fault: 'malformed'; readonly part: AuthorizationPart; readonly found: string }

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
const SIGNATURE = /^[0-9a-f]{64}$/
const SECONDS = /^\d{1,9}$/

/** Checks every part; names all that are missing, else the first that is malformed. */
export function authorizationOf(form: 'header' | 'query', text: AuthorizationText): Authorization | AuthorizationFault {
  const { Credential, Signature, SignedHeaders, Date: amzDate, Expires = '' } = text
  if (!Credential || !Signature || !SignedHeaders || !amzDate || (form === 'query' && !Expires)) {
    return incomplete(form, text)
  }
  const credential = parseCredential(Credential)
  if (!credential) return malformed('Credential', Credential)
  if (!SIGNATURE.test(Signature)) return malformed('Signature', Signature)
  const signedHeaders = parseSignedHeaders(SignedHeaders)
  if (!signedHeaders) return malformed('SignedHeaders', SignedHeaders)
  const time = parseAmzDate(amzDate)
  if (time === undefined) return malformed('Date', amzDate)
  if (form === 'query' && !SECONDS.test(Expires)) return malformed('Expires', Expires)
  return {
    form,
    ...credential,
    amzDate,
    time,
    signedHeaders,
    signature: Buffer.from(Signature, 'hex'),
    ...(text['Security-Token'] === undefined ? {} : { securityToken: text['Security-Token'] }),
    ...(form === 'query' ? { expires: Number(Expires) } : {}),
  }
}

export function malformed(part: AuthorizationPart, found: string): AuthorizationFault {
  return { fault: 'malformed', part, found }
}

function incomplete(form: 'header' | 'query', text: AuthorizationText): AuthorizationFault {
  const needed: readonly AuthorizationPart[] = ['Credential', 'Signature', 'SignedHeaders', 'Date']
  const missing = [...needed, ...(form === 'query' ? (['Expires'] as const) : [])].filter((part) => !text[part])
  return { fault: 'incomplete', missing }
}

function parseCredential(text: string): Pick<Authorization, 'accessKeyId' | 'scope'> | undefined {
  const [accessKeyId, date, region, service, terminator, ...rest] = text.split('/')
  if (!accessKeyId || !date || !region || !service || terminator !== TERMINATOR || rest.length > 0) return undefined
  return { accessKeyId, scope: { date, region, service } }
}

function parseSignedHeaders(text: string): readonly string[] | undefined {
  const names = text.split(';')
  const ordered = names.every((name, i) => HEADER_NAME.test(name) && (i === 0 || (names[i - 1] ?? '') < name))
  return ordered ? names : undefined
}
