import type { ConditionContext } from '../request.ts'

/** `Null`: `true` demands that the key is absent, `false` that it is present. */
export function compileNull(key: string, values: readonly string[]): (context: ConditionContext) => boolean {
  const wanted = new Set(values.map((value) => value.toLowerCase()))
  return (context) => {
    const value = context.get(key)
    const absent = value === undefined || (typeof value !== 'string' && value.length === 0)
    return wanted.has(String(absent))
  }
}
