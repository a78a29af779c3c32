import type { KeyPair, MessageType, SigningAlgorithm } from '#crypto/key-spec.ts'
import { specOf } from '#crypto/specs.ts'
import type { Input } from '#model/api.ts'
import { invalid } from '../errors.ts'
import type { Context, Plan } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { keyCheck } from './conditions.ts'
import { algorithmOf } from './fit.ts'
import type { KeyRef } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'
import { keyPairOf } from './material.ts'
import { naming } from './on-key.ts'

type SignatureOperation = 'Sign' | 'Verify'
type Asked = Pick<Input<'Sign'>, 'KeyId' | 'Message' | 'MessageType' | 'SigningAlgorithm'>

/** A key pair and the algorithm that fits it, for one message. */
export interface Signer {
  readonly ref: KeyRef
  readonly pair: KeyPair
  readonly algorithm: SigningAlgorithm
  readonly messageType: MessageType
}

/** The plan that Sign and Verify share. */
export async function signaturePlan<N extends SignatureOperation>(
  operation: N,
  input: Asked,
  context: Context,
  run: (signer: Signer) => ReturnType<Plan<N>['run']>,
): Promise<Plan<N>> {
  const { KeyId, Message, MessageType: messageType = 'RAW', SigningAlgorithm: name } = input
  const ref = await resolveKey(KeyId, naming(operation, 'key or alias'), context)
  const algorithm = () => signingAlgorithm(ref.record, operation, name)
  return {
    checks: [
      keyCheck(`kms:${operation}`, ref, context, { 'kms:signingalgorithm': name, 'kms:messagetype': messageType }),
    ],
    fit: () => checkMessage(algorithm(), messageType, Message),
    states: [ref.record],
    run: () => run({ ref, pair: keyPairOf(ref.record, context.ports.materials), algorithm: algorithm(), messageType }),
  }
}

function signingAlgorithm(record: KeyRecord, operation: string, name: string): SigningAlgorithm {
  return algorithmOf(record, 'SIGN_VERIFY', operation, specOf(record.key.spec).signing, name)
}

function checkMessage({ name, messageTypes }: SigningAlgorithm, type: MessageType, message: Uint8Array): void {
  const allowed = messageTypes[type]
  if (!allowed) throw invalid(`MessageType ${type} is not valid for algorithm ${name}.`)
  if (allowed.bytes === undefined || allowed.bytes === message.length) return
  throw invalid(`${type === 'DIGEST' ? 'Digest' : 'External mu'} is invalid length for algorithm ${name}.`)
}
