import type { Input } from '#model/api.ts'
import { invalid } from '../errors.ts'

type Asked = Pick<Input<'Decrypt'>, 'DryRun' | 'DryRunModifiers'>

/** Whether a dry run asks only if the call may be made, whatever the ciphertext. Modifiers are for dry runs only. */
export function ignoresCiphertext({ DryRun, DryRunModifiers = [] }: Asked): boolean {
  if (DryRunModifiers.length > 0 && !DryRun) throw invalid('DryRunModifiers can be used with DryRun only.')
  return DryRunModifiers.includes('IGNORE_CIPHERTEXT')
}
