import type { EncapsulationAlgorithm, KeyPair } from '#crypto/key-spec.ts'
import { specOf } from '#crypto/specs.ts'
import type { Input } from '#model/api.ts'
import type { Context, Plan } from '../operation.ts'
import { keyCheck } from './conditions.ts'
import { algorithmOf } from './fit.ts'
import type { KeyRef } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'
import { keyPairOf } from './material.ts'
import { naming } from './on-key.ts'

type Asked = Pick<Input<'Encapsulate'>, 'KeyId' | 'EncapsulationAlgorithm'>

/** The plan that Encapsulate and Decapsulate share. */
export async function encapsulationPlan<N extends 'Encapsulate' | 'Decapsulate'>(
  operation: N,
  { KeyId, EncapsulationAlgorithm: name }: Asked,
  context: Context,
  run: (algorithm: EncapsulationAlgorithm, pair: KeyPair, ref: KeyRef) => ReturnType<Plan<N>['run']>,
): Promise<Plan<N>> {
  const ref = await resolveKey(KeyId, naming(operation, 'key or alias'), context)
  const { record } = ref
  const algorithm = () =>
    algorithmOf(record, 'ENCAPSULATE_DECAPSULATE', operation, specOf(record.key.spec).encapsulation, name)
  return {
    checks: [keyCheck(`kms:${operation}`, ref, context)],
    fit: algorithm,
    states: [record],
    run: () => run(algorithm(), keyPairOf(record, context.ports.materials), ref),
  }
}
