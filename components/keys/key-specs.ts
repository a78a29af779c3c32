import { findRegion } from '#model/regions.ts'
import type { IconName } from '../ui/icons.ts'

/** A thing that keys are made for. */
export interface Usage {
  readonly usage: string
  readonly icon: IconName
  readonly title: string
  readonly text: string
  /** What kinds of key do it. */
  readonly by: string
  /** What `size` of its specs measures. */
  readonly measure: string
}

export const USAGES: readonly [Usage, ...Usage[]] = [
  {
    usage: 'ENCRYPT_DECRYPT',
    icon: 'lock',
    title: 'Encrypt and decrypt',
    text: 'Protect data and data keys.',
    by: 'Symmetric, RSA',
    measure: 'Most per call',
  },
  {
    usage: 'SIGN_VERIFY',
    icon: 'signature',
    title: 'Sign and verify',
    text: 'Signed here, verified by anyone.',
    by: 'RSA, ECC, ML-DSA',
    measure: 'Signature',
  },
  {
    usage: 'GENERATE_VERIFY_MAC',
    icon: 'hash',
    title: 'Generate and verify MAC',
    text: 'Tokens that only you check.',
    by: 'HMAC',
    measure: 'MAC',
  },
  {
    usage: 'KEY_AGREEMENT',
    icon: 'agreement',
    title: 'Key agreement',
    text: 'Derive a secret with a partner.',
    by: 'ECC',
    measure: 'Secret',
  },
  {
    usage: 'ENCAPSULATE_DECAPSULATE',
    icon: 'capsule',
    title: 'Key encapsulation',
    text: 'Receive a secret, post-quantum.',
    by: 'ML-KEM',
    measure: 'Ciphertext',
  },
]

/** A key spec as a choice for one usage. */
export interface SpecChoice {
  readonly spec: string
  readonly goodFor: string
  readonly size: string
  /** Whether only the Regions of China have it. */
  readonly chinaOnly?: true
}

/** The specs of each usage, the ordinary choice first (AWS KMS developer guide, "Key spec reference"). */
const CHOICES: Readonly<Record<string, readonly [SpecChoice, ...SpecChoice[]]>> = {
  ENCRYPT_DECRYPT: [
    { spec: 'SYMMETRIC_DEFAULT', goodFor: 'Nearly everything: AWS services use it, and it rotates', size: '4,096 B' },
    { spec: 'RSA_2048', goodFor: 'Others encrypt with the public key, without an account', size: '190 B' },
    { spec: 'RSA_3072', goodFor: 'The same, for data that stays secret beyond 2030', size: '318 B' },
    { spec: 'RSA_4096', goodFor: 'The same, with the widest margin', size: '446 B' },
    { spec: 'SM2', goodFor: 'Chinese standards: SM2PKE', size: '1,024 B', chinaOnly: true },
  ],
  SIGN_VERIFY: [
    { spec: 'ECC_NIST_P256', goodFor: 'ES256: small, fast, widely supported', size: '72 B' },
    { spec: 'ECC_NIST_P384', goodFor: 'ES384, for CNSA 1.0', size: '104 B' },
    { spec: 'ECC_NIST_P521', goodFor: 'ES512', size: '139 B' },
    { spec: 'ECC_NIST_EDWARDS25519', goodFor: 'Ed25519: SSH, JWT EdDSA; the same message signs alike', size: '64 B' },
    { spec: 'ECC_SECG_P256K1', goodFor: 'Ethereum, Bitcoin', size: '72 B' },
    { spec: 'RSA_2048', goodFor: 'RS256 and PS256: understood everywhere', size: '256 B' },
    { spec: 'RSA_3072', goodFor: 'RSA for signatures that last beyond 2030', size: '384 B' },
    { spec: 'RSA_4096', goodFor: 'Long-lived roots', size: '512 B' },
    { spec: 'SM2', goodFor: 'Chinese standards: SM2DSA with SM3', size: '72 B', chinaOnly: true },
    { spec: 'ML_DSA_44', goodFor: 'Post-quantum (FIPS 204), smallest', size: '2,420 B' },
    { spec: 'ML_DSA_65', goodFor: 'Post-quantum (FIPS 204), recommended', size: '3,309 B' },
    { spec: 'ML_DSA_87', goodFor: 'Post-quantum (FIPS 204), for CNSA 2.0', size: '4,627 B' },
  ],
  GENERATE_VERIFY_MAC: [
    { spec: 'HMAC_256', goodFor: 'HS256: webhooks, sessions, tokens', size: '32 B' },
    { spec: 'HMAC_384', goodFor: 'HS384', size: '48 B' },
    { spec: 'HMAC_512', goodFor: 'HS512', size: '64 B' },
    { spec: 'HMAC_224', goodFor: 'Protocols that ask for SHA-224', size: '28 B' },
  ],
  KEY_AGREEMENT: [
    { spec: 'ECC_NIST_P256', goodFor: 'ECDH, widely supported', size: '32 B' },
    { spec: 'ECC_NIST_P384', goodFor: 'ECDH, for CNSA 1.0', size: '48 B' },
    { spec: 'ECC_NIST_P521', goodFor: 'ECDH, with the widest margin', size: '66 B' },
    { spec: 'SM2', goodFor: 'ECDH on the curve of Chinese standards', size: '32 B', chinaOnly: true },
  ],
  ENCAPSULATE_DECAPSULATE: [
    { spec: 'ML_KEM_768', goodFor: 'Post-quantum (FIPS 203), recommended', size: '1,088 B' },
    { spec: 'ML_KEM_1024', goodFor: 'Post-quantum (FIPS 203), for CNSA 2.0', size: '1,568 B' },
    { spec: 'ML_KEM_512', goodFor: 'Post-quantum (FIPS 203), smallest', size: '768 B' },
  ],
}

const [FIRST] = USAGES

export function usageOf(usage: string): Usage {
  return USAGES.find((each) => each.usage === usage) ?? FIRST
}

/** Whether a Region is one of China. */
export function isInChina(region: string): boolean {
  return findRegion(region)?.partition === 'aws-cn'
}

/** The specs of a usage that a Region has. */
export function specsFor(usage: string, region: string): readonly SpecChoice[] {
  return (CHOICES[usage] ?? []).filter(({ chinaOnly }) => !chinaOnly || isInChina(region))
}

/** What `measure` of a usage is for a spec. */
export function sizeOf(usage: string, spec: string): string | undefined {
  return CHOICES[usage]?.find((choice) => choice.spec === spec)?.size
}

/** The spec to begin with. */
export function firstSpec(usage: string): string {
  return CHOICES[usage]?.[0].spec ?? ''
}

/** Why material of a spec cannot be imported; undefined when it can. */
export function importReason(spec: string): string | undefined {
  return spec.startsWith('ML_') ? 'not for post-quantum keys' : undefined
}

/** Why a key of this kind cannot be in a custom key store; undefined when it can. */
export function storeReason({ spec, multiRegion }: { readonly spec: string; readonly multiRegion: boolean }) {
  if (spec !== 'SYMMETRIC_DEFAULT') return 'symmetric encryption keys only'
  return multiRegion ? 'single-Region keys only' : undefined
}

/** Why a key of this kind gets no automatic rotation; undefined when it can have one. */
export function noRotationReason({ spec, origin }: { readonly spec: string; readonly origin: string }) {
  if (spec !== 'SYMMETRIC_DEFAULT') return 'none: only symmetric encryption keys rotate'
  if (origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE') return 'none in custom key stores'
  return origin === 'EXTERNAL' ? 'on demand, to material you import' : undefined
}
