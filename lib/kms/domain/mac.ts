import { specOf } from '#crypto/specs.ts'
import type { Input } from '#model/api.ts'
import type { Context, Plan } from '../operation.ts'
import { keyCheck } from './conditions.ts'
import { algorithmOf } from './fit.ts'
import type { KeyRef } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'
import { macKeyOf } from './material.ts'
import { naming } from './on-key.ts'

type MacOperation = 'GenerateMac' | 'VerifyMac'
type Asked = Pick<Input<'GenerateMac'>, 'KeyId' | 'Message' | 'MacAlgorithm'>

/** The plan that both MAC operations share. `run` is given what computes the MAC of the message. */
export async function macPlan<N extends MacOperation>(
  operation: N,
  { KeyId, Message, MacAlgorithm }: Asked,
  context: Context,
  run: (mac: () => Buffer, ref: KeyRef) => ReturnType<Plan<N>['run']>,
): Promise<Plan<N>> {
  const ref = await resolveKey(KeyId, naming(operation, 'key or alias'), context)
  const { record } = ref
  const algorithm = () =>
    algorithmOf(record, 'GENERATE_VERIFY_MAC', operation, specOf(record.key.spec).mac, MacAlgorithm)
  return {
    checks: [keyCheck(`kms:${operation}`, ref, context, { 'kms:macalgorithm': MacAlgorithm })],
    fit: algorithm,
    states: [record],
    run: () => run(() => algorithm().mac(macKeyOf(record, context.ports.materials), Message), ref),
  }
}
