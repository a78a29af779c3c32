import type { PolicyDocument, Statement } from './document.ts'
import { parseTemplate } from './template.ts'

/**
 * The condition keys, in lower case, on which the outcome of a policy can depend: those of its conditions and of its
 * variables. What a request says of all others changes nothing, so it need not be kept to explain a decision.
 */
export function conditionKeysOf({ version, statements }: PolicyDocument): ReadonlySet<string> {
  const variables = version === '2012-10-17'
  return new Set(statements.flatMap((statement) => keysOf(statement, variables)))
}

function keysOf({ resource, conditions }: Statement, variables: boolean): readonly string[] {
  const patterns = [...(resource?.values ?? []), ...conditions.flatMap(({ values }) => values)]
  return [...conditions.map(({ key }) => key.toLowerCase()), ...(variables ? patterns.flatMap(variablesOf) : [])]
}

function variablesOf(pattern: string): readonly string[] {
  return parseTemplate(pattern, true).flatMap((part) => (typeof part === 'object' ? [part.key] : []))
}
