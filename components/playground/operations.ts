import type { KeyRowDto } from '#console/dto/keys.ts'
import type { PlaygroundOperation } from '#console/dto/playground.ts'
import type { Form } from '../bytes.ts'
import { usageText } from '../format.ts'

/** What the page does: an operation of the API, or reading a ciphertext blob without any. */
export type Op = PlaygroundOperation | 'Inspect'

/** The byte fields of all forms. What is typed into one stays while the operation changes. */
export type ByteName = 'plaintext' | 'ciphertext' | 'message' | 'signature' | 'mac' | 'publicKey' | 'encapsulated'

export interface ByteField {
  readonly name: ByteName
  /** Of the API. */
  readonly member: string
  readonly label: string
  /** How it is written at first. */
  readonly form: Form
  readonly note: string
}

export type Part = 'context' | 'to' | 'algorithm' | 'message-type' | 'data-key' | 'pair-spec' | 'random'

export interface OperationForm {
  readonly op: Op
  /** On the selector. */
  readonly label: string
  /** One line under the title. */
  readonly does: string
  /** Of the keys that do it; absent where no key takes part, or the ciphertext names it. */
  readonly usage?: string
  /** Only symmetric encryption keys do it. */
  readonly symmetric?: boolean
  readonly fields: readonly ByteField[]
  readonly parts: readonly Part[]
  /** The same, with another answer: chosen within the form. */
  readonly variantOf?: Op
}

const UNRECORDED = 'Never written to the audit log'
const PLAINTEXT: ByteField = {
  name: 'plaintext',
  member: 'Plaintext',
  label: 'Plaintext',
  form: 'text',
  note: UNRECORDED,
}
const CIPHERTEXT: ByteField = {
  name: 'ciphertext',
  member: 'CiphertextBlob',
  label: 'Ciphertext',
  form: 'base64',
  note: 'Bound to its context',
}
const MESSAGE: ByteField = { name: 'message', member: 'Message', label: 'Message', form: 'text', note: UNRECORDED }
const SIGNATURE: ByteField = { name: 'signature', member: 'Signature', label: 'Signature', form: 'base64', note: '' }
const MAC: ByteField = { name: 'mac', member: 'Mac', label: 'MAC', form: 'base64', note: '' }

export const OPERATIONS: readonly OperationForm[] = [
  {
    op: 'Encrypt',
    label: 'Encrypt',
    does: 'A few bytes go in, a ciphertext comes out. The key stays.',
    usage: 'ENCRYPT_DECRYPT',
    fields: [PLAINTEXT],
    parts: ['algorithm', 'context'],
  },
  {
    op: 'Decrypt',
    label: 'Decrypt',
    does: 'Opens what this key has sealed, under the very same context.',
    usage: 'ENCRYPT_DECRYPT',
    fields: [CIPHERTEXT],
    parts: ['algorithm', 'context'],
  },
  {
    op: 'GenerateDataKey',
    label: 'GenerateDataKey',
    does: 'A fresh key for your data: once in the clear, once sealed.',
    usage: 'ENCRYPT_DECRYPT',
    symmetric: true,
    fields: [],
    parts: ['data-key', 'context'],
  },
  {
    op: 'GenerateDataKeyWithoutPlaintext',
    label: 'GenerateDataKeyWithoutPlaintext',
    does: 'A fresh key for your data, sealed only: for those who store keys and never use them.',
    usage: 'ENCRYPT_DECRYPT',
    symmetric: true,
    fields: [],
    parts: ['data-key', 'context'],
    variantOf: 'GenerateDataKey',
  },
  {
    op: 'GenerateDataKeyPair',
    label: 'GenerateDataKeyPair',
    does: 'A fresh key pair: its private key once in the clear and once sealed, its public key as it is.',
    usage: 'ENCRYPT_DECRYPT',
    symmetric: true,
    fields: [],
    parts: ['pair-spec', 'context'],
    variantOf: 'GenerateDataKey',
  },
  {
    op: 'GenerateDataKeyPairWithoutPlaintext',
    label: 'GenerateDataKeyPairWithoutPlaintext',
    does: 'A fresh key pair: its private key sealed only.',
    usage: 'ENCRYPT_DECRYPT',
    symmetric: true,
    fields: [],
    parts: ['pair-spec', 'context'],
    variantOf: 'GenerateDataKey',
  },
  {
    op: 'ReEncrypt',
    label: 'ReEncrypt',
    does: 'From one key or context to another. The plaintext never leaves the service.',
    usage: 'ENCRYPT_DECRYPT',
    fields: [CIPHERTEXT],
    parts: ['algorithm', 'context', 'to'],
  },
  {
    op: 'Sign',
    label: 'Sign',
    does: 'Signed here, verified by anyone who has the public key.',
    usage: 'SIGN_VERIFY',
    fields: [MESSAGE],
    parts: ['algorithm', 'message-type'],
  },
  {
    op: 'Verify',
    label: 'Verify',
    does: 'Whether this key signed this message. Anyone can tell outside too.',
    usage: 'SIGN_VERIFY',
    fields: [MESSAGE, SIGNATURE],
    parts: ['algorithm', 'message-type'],
  },
  {
    op: 'GenerateMac',
    label: 'GenerateMac',
    does: 'A proof over a message, which only this key makes and checks.',
    usage: 'GENERATE_VERIFY_MAC',
    fields: [MESSAGE],
    parts: ['algorithm'],
  },
  {
    op: 'VerifyMac',
    label: 'VerifyMac',
    does: 'Whether this key made this MAC over this message.',
    usage: 'GENERATE_VERIFY_MAC',
    fields: [MESSAGE, MAC],
    parts: ['algorithm'],
  },
  {
    op: 'DeriveSharedSecret',
    label: 'DeriveSharedSecret',
    does: 'Your private key and the public key of a partner make the secret that both have.',
    usage: 'KEY_AGREEMENT',
    fields: [
      {
        name: 'publicKey',
        member: 'PublicKey',
        label: 'Public key of the partner',
        form: 'base64',
        note: 'SubjectPublicKeyInfo in DER, of the same curve',
      },
    ],
    parts: ['algorithm'],
  },
  {
    op: 'Encapsulate',
    label: 'Encapsulate',
    does: 'A fresh secret, and a ciphertext that brings it to who holds the private key.',
    usage: 'ENCAPSULATE_DECAPSULATE',
    fields: [],
    parts: ['algorithm'],
  },
  {
    op: 'Decapsulate',
    label: 'Decapsulate',
    does: 'Takes the secret out of a ciphertext that was encapsulated for this key.',
    usage: 'ENCAPSULATE_DECAPSULATE',
    fields: [
      {
        name: 'encapsulated',
        member: 'SharedSecretCiphertextBlob',
        label: 'Encapsulated secret',
        form: 'base64',
        note: 'Any bytes of the right length yield a secret',
      },
    ],
    parts: ['algorithm'],
  },
  {
    op: 'GenerateRandom',
    label: 'GenerateRandom',
    does: 'Random bytes of the service. No key takes part.',
    fields: [],
    parts: ['random'],
  },
  {
    op: 'Inspect',
    label: 'Inspect a blob',
    does: 'Reads what a ciphertext says of itself. Nothing is decrypted until you ask whether the context was right.',
    fields: [{ ...CIPHERTEXT, label: 'Any ciphertext', note: 'Read in this browser' }],
    parts: ['context'],
  },
]

const [FIRST] = OPERATIONS
const BY_NAME = new Map<string, OperationForm>(OPERATIONS.map((each) => [each.op, each]))

export function isOp(name: string | null): name is Op {
  return name !== null && BY_NAME.has(name)
}

export function formOf(op: Op): OperationForm {
  const form = BY_NAME.get(op) ?? FIRST
  if (!form) throw new Error('there are no operations')
  return form
}

type Kind = Pick<KeyRowDto, 'spec' | 'usage'>

/** Why keys of this kind do not do it; undefined when they do. */
export function kindReason(op: Op, { spec, usage }: Kind): string | undefined {
  const form = formOf(op)
  if (form.usage === undefined) return undefined
  if (form.usage !== usage) return `This key is for: ${usageText(usage).toLowerCase()}`
  if (form.symmetric && spec !== 'SYMMETRIC_DEFAULT') return 'Only symmetric encryption keys make data keys'
  return undefined
}

/** What a key of this kind is tried with first. */
export function firstOp(kind: Kind): Op {
  return OPERATIONS.find(({ op, usage }) => usage !== undefined && !kindReason(op, kind))?.op ?? 'Encrypt'
}

/** Whether ciphertexts of this kind of key are blobs, which name their key and take a context. */
export function takesContext(spec: string): boolean {
  return spec === 'SYMMETRIC_DEFAULT'
}
