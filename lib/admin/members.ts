import { invalid } from './errors.ts'

/** The members of an input as it came. */
export function membersOf(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw invalid('The body must be a JSON object.')
  return Object.fromEntries(Object.entries(input))
}
