import type { ConditionTrace } from './trace.ts'

/** One condition, with what it wanted and what it met. */
export function conditionText({ operator, key, expected, resolved, actual, note }: ConditionTrace): string {
  const wants = `${operator} ${key} ${list(expected)}`
  const put = resolved ? `, with values put in ${list(resolved.map((value) => value ?? 'nothing'))}` : ''
  return `condition: ${wants}${put}; ${actualText(actual)}${note === undefined ? '' : ` (${note})`}`
}

function actualText(actual: ConditionTrace['actual']): string {
  if (actual === undefined) return 'the request does not have the key'
  return `the request has ${typeof actual === 'string' ? `"${actual}"` : list(actual)}`
}

const list = (values: readonly string[]) =>
  values.length === 1 ? `"${values[0]}"` : `[${values.map((value) => `"${value}"`).join(', ')}]`
