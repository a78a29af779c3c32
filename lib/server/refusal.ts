/** Names that JavaScript itself gives: such an error was not written for an operator, so its stack is told. */
const BUILT_IN = ['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AggregateError']

/** Why the server does not start, in words for the operator. */
export function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `keystead: ${String(thrown)}`
  const text = BUILT_IN.includes(thrown.name) ? (thrown.stack ?? thrown.message) : thrown.message
  return `keystead: ${text}`
}
