/** What a use does with its key. */
export type Kind =
  | 'encrypt'
  | 'decrypt'
  | 'data key'
  | 'sign'
  | 'mac'
  | 'verify mac'
  | 'agree'
  | 'encapsulate'
  | 'describe'
  | 'public key'

/** Something that happens again and again: the uses of a key, and those that were refused. */
export interface Traffic {
  readonly as: string
  readonly key: string
  readonly does: Kind
  /** From so many days before the present. */
  readonly from: number
  readonly to?: number
  /** On a usual day at the end of the time; a tenth of it at its beginning. */
  readonly perDay: number
  readonly context?: Readonly<Record<string, string>>
  readonly weekdays?: true
  /** In which of the other Regions. */
  readonly away?: 0 | 1
  /** The error that each comes to. */
  readonly refused?: string
}

const SETTLEMENT = { purpose: 'settlement', tenant: 'acme' }
const REFUND = { purpose: 'refund', tenant: 'acme' }
const DENIED = 'AccessDeniedException'

export const TRAFFIC: readonly Traffic[] = [
  { as: 'role:payments-api', key: 'payments-prod', does: 'encrypt', from: 538, perDay: 4, context: SETTLEMENT },
  { as: 'role:payments-api', key: 'payments-prod', does: 'decrypt', from: 538, perDay: 6, context: SETTLEMENT },
  { as: 'role:payments-batch', key: 'payments-prod', does: 'decrypt', from: 469, perDay: 3, context: SETTLEMENT },
  { as: 'role:orders-worker', key: 'orders-global', does: 'data key', from: 502, perDay: 4 },
  { as: 'role:orders-worker', key: 'orders-global', does: 'decrypt', from: 501, perDay: 4 },
  { as: 'role:reporting', key: 'orders-global', does: 'decrypt', from: 500, perDay: 0.6, weekdays: true },
  { as: 'role:auth-gateway', key: 'jwt-signing', does: 'sign', from: 496, perDay: 2 },
  { as: 'role:auth-gateway', key: 'webhook-hmac', does: 'mac', from: 450, perDay: 3 },
  { as: 'role:auth-gateway', key: 'webhook-hmac', does: 'verify mac', from: 450, perDay: 1 },
  { as: 'role:orders-worker', key: 'webhook-hmac', does: 'mac', from: 44, perDay: 1 },
  { as: 'role:terraform', key: 'terraform-state', does: 'data key', from: 429, perDay: 0.8, weekdays: true },
  { as: 'role:terraform', key: 'terraform-state', does: 'decrypt', from: 428, perDay: 1.4, weekdays: true },
  { as: 'dana', key: 'legacy-wrap', does: 'encrypt', from: 480, to: 40, perDay: 0.2, weekdays: true },
  { as: 'role:payments-batch', key: 'legacy-wrap', does: 'decrypt', from: 36, to: 29.5, perDay: 3 },
  { as: 'role:terraform', key: 'legacy-backups', does: 'data key', from: 419, to: 60, perDay: 0.3 },
  { as: 'role:terraform', key: 'old-reports', does: 'encrypt', from: 409, to: 403, perDay: 1 },
  {
    as: 'role:payments-api',
    key: 'card-vault',
    does: 'encrypt',
    from: 139,
    perDay: 1,
    context: { purpose: 'tokenize' },
  },
  {
    as: 'role:payments-api',
    key: 'card-vault',
    does: 'decrypt',
    from: 138,
    perDay: 1,
    context: { purpose: 'tokenize' },
  },
  { as: 'role:terraform', key: 'gdpr-exports', does: 'data key', from: 329, perDay: 0.2, away: 0, weekdays: true },
  { as: 'role:release-signer', key: 'eth-treasury', does: 'sign', from: 299, perDay: 0.3, weekdays: true },
  { as: 'role:release-signer', key: 'partner-ecdh', does: 'agree', from: 259, perDay: 0.3 },
  { as: 'role:payments-api', key: 'acme-ledger', does: 'describe', from: 248, to: 200, perDay: 0.5, refused: DENIED },
  { as: 'role:terraform', key: 'staging-db', does: 'data key', from: 239, to: 97, perDay: 0.6, weekdays: true },
  { as: 'role:release-signer', key: 'device-identity', does: 'sign', from: 209, perDay: 0.5, weekdays: true },
  { as: 'role:release-signer', key: 'edge-ed25519', does: 'sign', from: 179, perDay: 0.7 },
  { as: 'role:terraform', key: 'hsm-ledger', does: 'encrypt', from: 149, perDay: 0.4, weekdays: true },
  { as: 'role:payments-api', key: 'hsm-ledger', does: 'decrypt', from: 1.9, perDay: 2 },
  { as: 'role:release-signer', key: 'firmware-signing', does: 'sign', from: 119, perDay: 0.2, weekdays: true },
  { as: 'role:release-signer', key: 'firmware-signing', does: 'public key', from: 119, perDay: 0.1 },
  { as: 'role:release-signer', key: 'session-kem', does: 'encapsulate', from: 74, perDay: 0.8 },
  { as: 'role:terraform', key: 'vendor-seal', does: 'encrypt', from: 58, perDay: 0.3 },
  { as: 'role:SecurityAudit', key: 'payments-prod', does: 'describe', from: 400, perDay: 0.05 },
  { as: 'emil', key: 'payments-prod', does: 'describe', from: 300, perDay: 0.1, weekdays: true },
  { as: 'intern', key: 'staging-db', does: 'encrypt', from: 30, to: 21.5, perDay: 0.5 },

  // What was refused. The batch job that asked for refunds was mended after three days.
  { as: 'role:payments-batch', key: 'payments-prod', does: 'encrypt', from: 430, perDay: 0.3, refused: DENIED },
  { as: 'role:payments-api', key: 'payments-prod', does: 'encrypt', from: 60, perDay: 0.6, context: REFUND },
  {
    ...{ as: 'role:payments-batch', key: 'payments-prod', does: 'decrypt', context: REFUND },
    ...{ from: 37, to: 34, perDay: 45, refused: DENIED },
  },
  {
    ...{ as: 'role:payments-batch', key: 'payments-prod', does: 'decrypt', context: REFUND },
    ...{ from: 5, perDay: 2, refused: DENIED },
  },
  { as: 'intern', key: 'payments-prod', does: 'decrypt', from: 29, perDay: 0.9, refused: DENIED, context: SETTLEMENT },
  { as: 'role:terraform', key: 'staging-db', does: 'data key', from: 20, perDay: 0.6, refused: 'DisabledException' },
  { as: 'dana', key: 'payments-prod', does: 'decrypt', from: 200, perDay: 0.3, refused: DENIED, context: SETTLEMENT },
  { as: 'kim-contractor', key: 'terraform-state', does: 'data key', from: 231, to: 120, perDay: 0.6, refused: DENIED },
]
