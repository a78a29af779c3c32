import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OperationName, operationNames } from '#model/api.ts'
import { type Server, startServer } from '../support/server.ts'
import { faultOf, isLate, isSlowByNature, unfitness } from './fuzz/judge.ts'
import { type Mutation, mutationsOf } from './fuzz/mutations.ts'
import { type JsonInput, validInput } from './fuzz/valid-inputs.ts'
import type { Json } from './fuzz/values.ts'
import { callJson, type JsonAnswer } from './json-call.ts'

/*
 * Every member of every operation, nested ones too: absent, null, of every other JSON type, at and beyond each bound,
 * against the pattern, outside the enum, and odd; and members that the model does not know. One at a time, from an
 * input that succeeds.
 */

/** Calls under way at once. */
const WORKERS = 8

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false, env: { KEYSTEAD_LOG: 'error' } })
})
afterAll(() => server.stop())

/** What does not change the answer must be tried on something that no call before has changed. */
const needsFresh = ({ expected: { kind } }: Mutation) => kind === 'unchanged'

async function faultsOf(operation: OperationName): Promise<readonly string[]> {
  const valid = await validInput(server, operation)
  const usual = await callJson(server, operation, valid)
  expect(usual.code, 'the valid input').toBe('')
  const common = await validInput(server, operation)
  const mutations = mutationsOf(operation, valid)[Symbol.iterator]()
  const faults: string[] = []
  const work = async () => {
    for (let next = mutations.next(); !next.done; next = mutations.next()) {
      const fault = await faultIn(operation, next.value, common, usual)
      if (fault !== undefined) faults.push(`${operation}${next.value.what}\n    ${fault}`)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  return faults
}

const TRIES = 10

/** An input that is slow to answer is so again; a machine that was busy for a moment is not. */
async function answerTo(operation: OperationName, input: Json): Promise<JsonAnswer> {
  let answer = await callJson(server, operation, input)
  for (let tries = 1; tries < TRIES && isLate(operation, answer); tries++) {
    const { millis } = await callJson(server, operation, input)
    answer = { ...answer, millis: Math.min(answer.millis, millis) }
  }
  return answer
}

const counted = { calls: 0, slowest: 0, which: '' }

async function faultIn(operation: OperationName, mutation: Mutation, common: JsonInput, usual: JsonAnswer) {
  const input = mutation.make(needsFresh(mutation) ? await validInput(server, operation) : common)
  const answer = await answerTo(operation, input)
  counted.calls += 1
  if (!isSlowByNature(operation, answer) && answer.millis > counted.slowest) {
    Object.assign(counted, { slowest: answer.millis, which: `${operation}${mutation.what}` })
  }
  return faultOf(operation, mutation, answer, usual)
}

describe('an input that is spoiled in one place', () => {
  it.each(operationNames)('%s is answered as the model says, quickly', async (operation) => {
    expect((await faultsOf(operation)).join('\n')).toBe('')
  })

  it('has been one of thousands', async ({ annotate }) => {
    await annotate(`${counted.calls} calls, the slowest took ${counted.slowest.toFixed(0)} ms: ${counted.which}`)
    expect(counted.calls).toBeGreaterThan(4000)
  })
})

it('an input that is spoiled in several places is answered quickly, by an error of its operation', async () => {
  const inputs = new Map<OperationName, { readonly valid: JsonInput; readonly mutations: readonly Mutation[] }>()
  for (const operation of operationNames) {
    const valid = await validInput(server, operation)
    inputs.set(operation, { valid, mutations: [...mutationsOf(operation, valid)] })
  }
  const spoilt = fc.constantFrom(...inputs).chain(([operation, { valid, mutations }]) => {
    const several = fc.array(fc.constantFrom(...mutations), { minLength: 2, maxLength: 5 })
    return fc.tuple(
      fc.constant(operation),
      several.map((all) => all.reduce<Json>((input, { make }) => make(input), valid)),
    )
  })
  await fc.assert(
    fc.asyncProperty(spoilt, async ([operation, input]) => {
      expect(unfitness(operation, await answerTo(operation, input))).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})
