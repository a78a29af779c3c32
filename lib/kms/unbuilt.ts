import { unsupported } from './errors.ts'

/**
 * Members that many operations share and that have no effect yet. They are refused rather than ignored: a caller
 * must not believe that one took effect.
 */
export function refuseUnbuiltMembers(input: object): void {
  if ('Recipient' in input && input.Recipient !== undefined) throw unsupported('Keystead does not offer Recipient yet.')
}
