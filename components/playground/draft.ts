import type { KeyDto } from '#console/dto/keys.ts'
import { type BytesInput, readBytes, toBase64 } from '../bytes.ts'
import type { ApiCall } from '../snippets.ts'
import type { Pair } from '../ui/pair-rows.tsx'
import { contextOf, contextProblem } from './context.ts'
import { messageTypes } from './limits.ts'
import { type ByteField, type ByteName, formOf, kindReason, type Op, takesContext } from './operations.ts'

/** What is typed. It lives in this page and nowhere else, and goes with it. */
export interface Draft {
  readonly bytes: Readonly<Record<ByteName, BytesInput>>
  readonly context: readonly Pair[]
  /** That of the destination, where it is to be another. */
  readonly toContext: readonly Pair[]
  readonly grantTokens: string
  readonly dryRun: boolean
}

export const emptyDraft: Draft = {
  bytes: {
    plaintext: { form: 'text', text: '' },
    ciphertext: { form: 'base64', text: '' },
    message: { form: 'text', text: '' },
    signature: { form: 'base64', text: '' },
    mac: { form: 'base64', text: '' },
    publicKey: { form: 'base64', text: '' },
    encapsulated: { form: 'base64', text: '' },
  },
  context: [],
  toContext: [],
  grantTokens: '',
  dryRun: false,
}

export function withBytes(draft: Draft, change: Partial<Draft['bytes']>): Draft {
  return { ...draft, bytes: { ...draft.bytes, ...change } }
}

/** What stands in the address: all that is no data. */
export interface Choice {
  readonly op: Op
  readonly algorithm?: string
  readonly messageType?: string
  readonly dataKeySpec?: string
  readonly pairSpec?: string
  readonly numberOfBytes?: string
  readonly toAlgorithm?: string
}

export type KeyKind = Pick<KeyDto, 'keyId' | 'aliases' | 'spec' | 'usage' | 'algorithms' | 'state' | 'origin'>

export interface Asked {
  readonly choice: Choice
  readonly draft: Draft
  readonly key?: KeyKind | undefined
  /** The destination of ReEncrypt. */
  readonly to?: KeyKind | undefined
}

/** The algorithm that is meant: the chosen one if the key has it, else that of ordinary use. */
export function algorithmOf(key: KeyKind, chosen: string | undefined): string {
  if (chosen !== undefined && key.algorithms.includes(chosen)) return chosen
  const ordinary = key.usage === 'ENCRYPT_DECRYPT' ? key.algorithms.at(-1) : key.algorithms[0]
  return ordinary ?? ''
}

export function messageTypeOf(algorithm: string, chosen: string | undefined): string {
  const types = messageTypes(algorithm)
  return chosen !== undefined && types.includes(chosen) ? chosen : (types[0] ?? 'RAW')
}

export const DATA_KEY_SPECS = ['AES_256', 'AES_128'] as const
export const PAIR_SPECS = [
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'ECC_NIST_EDWARDS25519',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ML_KEM_512',
  'ML_KEM_768',
  'ML_KEM_1024',
] as const
const MOST_RANDOM = 1024

/** How a key is named in a call: by its first alias, as people do. */
function nameInCalls({ aliases, keyId }: Pick<KeyKind, 'aliases' | 'keyId'>): string {
  return aliases[0] ?? keyId
}

export type Built = { readonly call: ApiCall } | { readonly problem: string }

/** The call that the form amounts to, or why it is none yet. */
export function buildCall(asked: Asked): Built {
  const { choice, draft, key } = asked
  const form = formOf(choice.op)
  if (form.usage !== undefined) {
    if (!key) return { problem: 'Choose a key' }
    const reason = kindReason(choice.op, key)
    if (reason) return { problem: reason }
  }
  const problem = fieldsProblem(choice, draft) ?? partsProblem(asked)
  if (problem) return { problem }
  const operation = choice.op === 'Inspect' ? 'Decrypt' : choice.op
  return {
    call: {
      operation,
      input: {
        ...keyMembers(asked),
        ...byteMembers(form.fields, draft),
        ...partMembers(asked),
        ...(choice.op !== 'GenerateRandom' && options(draft)),
      },
    },
  }
}

function fieldsProblem(choice: Choice, draft: Draft): string | undefined {
  for (const field of formOf(choice.op).fields) {
    const read = readBytes(draft.bytes[field.name])
    if ('problem' in read) return `${field.label}: ${read.problem}`
    if (read.bytes.length === 0) return `${field.label}: It is empty`
  }
  return undefined
}

/** What decides how long fields may be. */
export function limitsAsked(choice: Choice, key: KeyKind | undefined) {
  const algorithm = key ? algorithmOf(key, choice.algorithm) : ''
  return { spec: key?.spec ?? '', algorithm, messageType: messageTypeOf(algorithm, choice.messageType) }
}

function partsProblem({ choice, draft, to }: Asked): string | undefined {
  const { parts } = formOf(choice.op)
  const inContext = contextProblem(draft.context) ?? contextProblem(draft.toContext)
  if (parts.includes('context') && inContext) return inContext
  if (parts.includes('to') && !to) return 'Choose the key to encrypt under'
  if (parts.includes('random') && !isCount(choice.numberOfBytes))
    return `1 to ${MOST_RANDOM.toLocaleString('en-US')} bytes`
  if (parts.includes('data-key') && choice.dataKeySpec === 'bytes' && !isCount(choice.numberOfBytes)) {
    return `1 to ${MOST_RANDOM.toLocaleString('en-US')} bytes`
  }
  return undefined
}

function isCount(text = '32'): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_RANDOM
}

function keyMembers({ choice, key, to }: Asked): Record<string, unknown> {
  if (!key || formOf(choice.op).usage === undefined) return {}
  const name = nameInCalls(key)
  return choice.op === 'ReEncrypt' ? { SourceKeyId: name, DestinationKeyId: to && nameInCalls(to) } : { KeyId: name }
}

function byteMembers(fields: readonly ByteField[], draft: Draft): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, member }) => {
      const read = readBytes(draft.bytes[name])
      return [member, 'bytes' in read ? read.bytes : new Uint8Array()]
    }),
  )
}

function partMembers({ choice, draft, key, to }: Asked): Record<string, unknown> {
  const { parts } = formOf(choice.op)
  const has = (part: (typeof parts)[number]) => parts.includes(part)
  const algorithm = key && algorithmOf(key, choice.algorithm)
  return {
    ...(has('data-key') && dataKeyMember(choice)),
    ...(has('pair-spec') && { KeyPairSpec: choice.pairSpec ?? PAIR_SPECS[0] }),
    ...(has('random') && { NumberOfBytes: Number(choice.numberOfBytes ?? 32) }),
    ...(has('algorithm') && key && algorithm && algorithmMember(choice.op, algorithm)),
    ...(has('message-type') && algorithm && { MessageType: messageTypeOf(algorithm, choice.messageType) }),
    ...(has('context') && contextMember(choice.op, draft, key)),
    ...(has('to') && to && destinationMembers(choice, draft, to)),
  }
}

function dataKeyMember({ dataKeySpec = 'AES_256', numberOfBytes = '32' }: Choice) {
  return dataKeySpec === 'bytes' ? { NumberOfBytes: Number(numberOfBytes) } : { KeySpec: dataKeySpec }
}

const ALGORITHM_MEMBERS: Readonly<Partial<Record<Op, string>>> = {
  Encrypt: 'EncryptionAlgorithm',
  Decrypt: 'EncryptionAlgorithm',
  ReEncrypt: 'SourceEncryptionAlgorithm',
  Sign: 'SigningAlgorithm',
  Verify: 'SigningAlgorithm',
  GenerateMac: 'MacAlgorithm',
  VerifyMac: 'MacAlgorithm',
  DeriveSharedSecret: 'KeyAgreementAlgorithm',
  Encapsulate: 'EncapsulationAlgorithm',
  Decapsulate: 'EncapsulationAlgorithm',
}

/** Symmetric encryption needs no name: there is only one. */
function algorithmMember(op: Op, algorithm: string) {
  const member = ALGORITHM_MEMBERS[op]
  return member && algorithm !== 'SYMMETRIC_DEFAULT' ? { [member]: algorithm } : {}
}

function contextMember(op: Op, draft: Draft, key: KeyKind | undefined) {
  const context = contextOf(draft.context)
  if (!context || (key && op !== 'Inspect' && !takesContext(key.spec))) return {}
  return op === 'ReEncrypt' ? { SourceEncryptionContext: context } : { EncryptionContext: context }
}

function destinationMembers(choice: Choice, draft: Draft, to: KeyKind) {
  const algorithm = algorithmOf(to, choice.toAlgorithm)
  const context = contextOf(draft.toContext)
  return {
    ...(algorithm !== 'SYMMETRIC_DEFAULT' && { DestinationEncryptionAlgorithm: algorithm }),
    ...(context && takesContext(to.spec) && { DestinationEncryptionContext: context }),
  }
}

function options({ grantTokens, dryRun }: Draft) {
  const tokens = grantTokens.split(/\s+/).filter(Boolean)
  return { ...(tokens.length > 0 && { GrantTokens: tokens }), ...(dryRun && { DryRun: true }) }
}

/** A call as the body of a request (AWS JSON 1.1): bytes are base64. */
export function wireBody({ input }: ApiCall): string {
  return JSON.stringify(input, (_, value) => (value instanceof Uint8Array ? toBase64(value) : value))
}
