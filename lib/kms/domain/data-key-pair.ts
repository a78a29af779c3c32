import type { KeyPair } from '#crypto/key-spec.ts'
import { findSpec, specOf } from '#crypto/specs.ts'
import type { Input } from '#model/api.ts'
import { unsupported } from '../errors.ts'
import type { Context, Plan } from '../operation.ts'
import type { MoreConditions } from './conditions.ts'
import { dataKeyPlan } from './data-key.ts'
import type { Sealed } from './encryption.ts'
import type { KeyRef } from './key-ref.ts'
import { isOfferedIn } from './offering.ts'

type PairOperation = 'GenerateDataKeyPair' | 'GenerateDataKeyPairWithoutPlaintext'
type Asked = Pick<Input<'GenerateDataKeyPair'>, 'KeyId' | 'EncryptionContext' | 'KeyPairSpec'>

/** A fresh key pair. The caller owns `privateKey` and zeroes it when it does not go out. */
export interface DataKeyPair {
  /** PKCS #8 in DER. */
  readonly privateKey: Buffer
  readonly publicKey: Buffer
  readonly sealed: Sealed
}

/** The plan that both data key pair operations share; `answer` says what of the pair goes out. */
export async function dataKeyPairPlan<N extends PairOperation>(
  operation: N,
  input: Asked,
  context: Context,
  answer: (pair: DataKeyPair, ref: KeyRef) => Awaited<ReturnType<Plan<N>['run']>>,
  more?: MoreConditions,
): Promise<Plan<N>> {
  const { KeyPairSpec: spec } = input
  const known = findSpec(spec)
  if (!known?.exportPrivateKey || !isOfferedIn(context.scope.region, known.offering)) {
    throw unsupported(`KeyPairSpec ${spec} is not supported in this Region`)
  }
  return dataKeyPlan(
    operation,
    input,
    context,
    async (ref, seal) => {
      const { privateKey, publicKey } = await newPair(spec, context)
      return answer({ privateKey, publicKey, sealed: await seal(privateKey) }, ref)
    },
    { 'kms:datakeypairspec': spec, ...more },
  )
}

async function newPair(spec: Asked['KeyPairSpec'], { ports }: Context) {
  const { generate, open, exportPrivateKey } = specOf(spec)
  const material = await generate(ports.engine)
  const opened = open(material)
  material.fill(0)
  if (opened.kind !== 'key-pair' || !exportPrivateKey) throw new Error(`${spec} is no spec of a data key pair`)
  return { privateKey: exportPrivateKey(opened satisfies KeyPair), publicKey: opened.spki }
}
