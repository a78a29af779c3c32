import type { TemporaryCredentials } from '#iam/ports.ts'
import { list, required, structure, text, timestamp } from '#model/query/shape.ts'

export const credentials = structure({
  AccessKeyId: required(text()),
  SecretAccessKey: required(text({ sensitive: true })),
  SessionToken: required(text({ sensitive: true })),
  Expiration: required(timestamp),
})

/** Of a device for multi-factor authentication, which nobody has here. */
export const MFA = {
  SerialNumber: text({ min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
  TokenCode: text({ min: 6, max: 6, pattern: '[\\d]*', sensitive: true }),
} as const

const KEY = { min: 1, max: 128, form: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u } } as const
const VALUE = { min: 0, max: 256, form: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u } } as const
export const tagKeys = list(text(KEY), 50)
export const tags = list(structure({ Key: required(text(KEY)), Value: required(text(VALUE)) }), 50)

export function credentialsAnswer(minted: TemporaryCredentials) {
  return {
    AccessKeyId: minted.accessKeyId,
    SecretAccessKey: minted.secretAccessKey,
    SessionToken: minted.sessionToken,
    Expiration: minted.expiresAt,
  }
}
