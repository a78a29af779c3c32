/** Names that JavaScript itself gives: such an error was not written for an operator, so its stack is told. */
const BUILT_IN = ['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AggregateError']

/** Why the server does not start, in words for the operator. */
export function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `keystead: ${String(thrown)}`
  const isUnexpected = BUILT_IN.includes(thrown.name) && !isOfFile(thrown)
  return `keystead: ${isUnexpected ? (thrown.stack ?? thrown.message) : thrown.message}`
}

/** What the system says of a file or folder, such as one that may not be written: it names the file, and what failed. */
function isOfFile(error: Error): boolean {
  return 'syscall' in error && 'path' in error
}
