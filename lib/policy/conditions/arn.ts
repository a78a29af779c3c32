import { compileArnPattern } from '../arn-pattern.ts'
import type { Operators } from './operator.ts'

const like = { negated: false, variables: true, compile: compileArnPattern }
const notLike = { ...like, negated: true }

/** ArnEquals and ArnLike behave alike: both take wildcards. */
export const arnOperators: Operators = {
  ArnEquals: like,
  ArnLike: like,
  ArnNotEquals: notLike,
  ArnNotLike: notLike,
}
