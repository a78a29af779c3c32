import { ServiceError } from '#kernel/service-error.ts'
import { unsupported } from './errors.ts'

/**
 * Members that many operations share and that have no effect yet. They are refused rather than ignored: a caller
 * must not believe that one took effect.
 */
export function refuseUnbuiltMembers(input: object): void {
  if ('Recipient' in input && input.Recipient !== undefined) throw unsupported('Keystead does not offer Recipient yet.')
  if ('DryRunModifiers' in input && input.DryRunModifiers !== undefined) {
    throw unsupported('Keystead does not offer DryRunModifiers yet.')
  }
  // No grant token was ever given out, so none can be valid.
  if ('GrantTokens' in input && Array.isArray(input.GrantTokens) && input.GrantTokens.length > 0) {
    throw new ServiceError('InvalidGrantTokenException')
  }
}
