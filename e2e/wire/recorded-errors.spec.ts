import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { type Server, startServer } from '../support/server.ts'
import { REGION } from './clients.ts'
import type { JsonAnswer } from './json-call.ts'
import { Preparer } from './preparer.ts'
import { PRODUCERS } from './recorded/producers.ts'

/** An error as AWS KMS answered it. `note` is `lower message` where the member was seen to be named so. */
interface Recorded {
  readonly test: string
  readonly code: string
  /** Empty where the answer had no message. */
  readonly message: string
  readonly http: number
  readonly note: string
}

const FILE = 'aws/recorded-errors.json'
const recorded = hasShared(FILE) ? (readSharedJson(FILE) as readonly Recorded[]) : []

/** The values of these enums have become more since they were recorded. */
const GROWN = ['keySpec', 'keyUsage']

describe.skipIf(recorded.length === 0)('an error recorded from AWS', () => {
  let server: Server
  let kms: Preparer
  beforeAll(async () => {
    // The account that the recordings have.
    server = await startServer({ console: false, env: { KEYSTEAD_ACCOUNT_ID: '111111111111' } })
    kms = new Preparer(server)
  })
  afterAll(() => server.stop())

  it.each(recorded)('$test: $code $message', async ({ test, code, message, http, note }) => {
    const produce = PRODUCERS[test]?.[message]
    if (produce === undefined) throw new Error('nothing here brings it about')
    const { answer, placeholders = {} } = await produce(kms)
    expect([answer.code, answer.status]).toEqual([code, http])
    expectMessage(answer, filled(message, placeholders))
    if (note === 'lower message') expect(Object.keys(answer.body)).toEqual(['__type', 'message'])
  })

  it('stands for each producer that is kept', () => {
    const kept = Object.entries(PRODUCERS).flatMap(([test, texts]) => Object.keys(texts).map((text) => [test, text]))
    const known = recorded.map(({ test, message }) => [test, message])
    expect(kept.filter(([test, text]) => !known.some(([a, b]) => a === test && b === text))).toEqual([])
    expect(kept).toHaveLength(recorded.length)
  })
})

/** The recorded text with what its placeholders stand for. */
function filled(text: string, placeholders: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...placeholders, '<region>': placeholders['<region>'] ?? REGION, '<partition>': 'aws' })
  const made = all.reduce((rest, [name, value]) => rest.replaceAll(name, value), text)
  if (made.includes('<')) throw new Error(`a placeholder stays in ${made}`)
  return made
}

function expectMessage({ body, message = '' }: JsonAnswer, text: string): void {
  if (text === '') {
    expect(Object.keys(body)).toEqual(['__type'])
    return
  }
  const [theirs, ours] = [parts(text), parts(message)]
  expect(ours.sentence).toBe(theirs.sentence)
  const member = /at '(\w+)'/.exec(text)?.[1] ?? ''
  if (GROWN.includes(member)) expect(ours.values).toEqual(expect.arrayContaining([...theirs.values]))
  else expect(ours.values.toSorted()).toEqual(theirs.values.toSorted())
}

/** AWS lists the values of an enum in no order that is known: they are compared as a set. */
function parts(text: string): { readonly sentence: string; readonly values: readonly string[] } {
  const [, sentence = text, values = ''] = /^(.* enum value set: )\[(.*)\]$/.exec(text) ?? []
  return { sentence, values: values === '' ? [] : values.split(', ') }
}
