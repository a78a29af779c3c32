import { print } from './print.ts'
import { type SourceErrors, sortedEntries } from './source.ts'

/** lib/model/errors.ts: the modelled exceptions and those common to AWS services. */
export function renderErrors(source: SourceErrors): string {
  const modelled = sortedEntries(source.modelled).map(([code, { fault }]) => [code, fault])
  const common = sortedEntries(source.unmodelled_common).map(([code, status]) => [
    code,
    status < 500 ? 'client' : 'server',
  ])
  return `import { table } from './table.ts'

/** Who is at fault, by code: the exceptions of the KMS model, then those common to AWS services. */
export const errorFaults = table(${print(Object.fromEntries([...modelled, ...common]))} as const)

export type KmsErrorCode = keyof typeof errorFaults
`
}
