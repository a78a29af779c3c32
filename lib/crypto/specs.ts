export type KeyUsage =
  | 'ENCRYPT_DECRYPT'
  | 'SIGN_VERIFY'
  | 'GENERATE_VERIFY_MAC'
  | 'KEY_AGREEMENT'
  | 'ENCAPSULATE_DECAPSULATE'

/** All that is known of a key spec. Below the table code gets this entry, never a name. */
export interface KeySpecEntry {
  readonly usages: readonly KeyUsage[]
  /** What CreateKey takes when it is given no KeyUsage; null where it must be given. */
  readonly defaultUsage: KeyUsage | null
  /** In the order in which DescribeKey lists them; empty for specs that do not encrypt. */
  readonly encryptionAlgorithms: readonly string[]
  /** Most bytes of plaintext, by encryption algorithm. */
  readonly maxPlaintext: Readonly<Record<string, number>>
  /** Length of the key material where it is plain random bytes; null for key pairs. */
  readonly materialBytes: number | null
  /** For keys of origin AWS_KMS. */
  readonly rotation: { readonly automatic: boolean; readonly onDemand: boolean }
}

const entries = {
  SYMMETRIC_DEFAULT: {
    usages: ['ENCRYPT_DECRYPT'],
    defaultUsage: 'ENCRYPT_DECRYPT',
    encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    maxPlaintext: { SYMMETRIC_DEFAULT: 4096 },
    materialBytes: 32,
    rotation: { automatic: true, onDemand: true },
  },
} as const satisfies Record<string, KeySpecEntry>

/** THE TABLE of key specs. Without a prototype, so that `constructor` is no spec. */
const table: Readonly<Record<string, KeySpecEntry>> = Object.freeze(Object.assign(Object.create(null), entries))

/** Undefined for specs that are unknown or not built. */
export function findSpec(name: string): KeySpecEntry | undefined {
  return table[name]
}

/** For the spec of a key that exists. Throws for any other name. */
export function specOf(name: string): KeySpecEntry {
  const entry = findSpec(name)
  if (!entry) throw new Error(`there is no key spec ${name}`)
  return entry
}
