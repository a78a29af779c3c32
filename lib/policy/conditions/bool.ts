import { type Operators, typedOperator } from './operator.ts'

const VALUES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

export const boolOperators: Operators = {
  Bool: typedOperator(
    (text) => VALUES.get(text.toLowerCase()),
    (a, b) => a === b,
  ),
}
