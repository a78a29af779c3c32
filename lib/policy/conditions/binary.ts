import { type Operators, typedOperator } from './operator.ts'

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Compares bytes in their base64 form. */
export const binaryOperators: Operators = {
  BinaryEquals: typedOperator(
    (text) => (BASE64.test(text) ? text : undefined),
    (a, b) => a === b,
  ),
}
