import { sha256Hex } from '#kernel/hash.ts'
import type { CredentialScope } from './request.ts'
import { ALGORITHM, TERMINATOR } from './request.ts'

/** `20150830/us-east-1/kms/aws4_request`. */
export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/${TERMINATOR}`
}

/** String to sign (same page, step 3). `amzDate` is `YYYYMMDDTHHMMSSZ`. */
export function stringToSign(canonicalRequest: string, amzDate: string, scope: CredentialScope): string {
  const digest = sha256Hex(Buffer.from(canonicalRequest, 'latin1'))
  return `${ALGORITHM}\n${amzDate}\n${scopeText(scope)}\n${digest}`
}
