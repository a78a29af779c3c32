import { fixtureJsonSchema } from '../fixture/json-schema.ts'
import type { AdminOperation } from '../operation.ts'

/** The JSON schema of fixtures, for editors. */
export const getFixtureSchema: AdminOperation<'GetFixtureSchema'> = {
  parse: () => ({}),
  run: async () => ({ answer: fixtureJsonSchema() }),
}
