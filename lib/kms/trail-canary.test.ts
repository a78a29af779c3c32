import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isServiceError } from '#kernel/service-error.ts'
import { type OperationName, operationNames } from '#model/api.ts'
import { FREE_REGION, inputFor, newSubject } from '#testing/calls.ts'
import { canaries, planted, type Spoiling, secretMembers, spoilings, traceOf } from '#testing/canary.ts'
import { type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

const RUNS = 25
const MINUTE = 60_000
const CANARY = 'Th3CanaryOfTheColonelSngs'
const UNTOUCHED: Spoiling = { plantings: [], junk: [] }
/** Secrets as they should be sent, and everything else as it fits. */
const FITTING: Spoiling = { plantings: Array(20).fill(0), junk: [] }

describe('what must never be recorded', () => {
  it.each(operationNames)(
    'by %s leaves no trace in the log, sent or answered, valid or not, in any encoding',
    async (name) => {
      const { kms, base } = await prepared(name)
      const property = fc.asyncProperty(canaries, spoilings, async (canary, spoiling) => {
        const { text, answer } = await told(kms, name, planted(name, base, canary, spoiling))
        expect(text).toContain(`"eventName":"${name}"`)
        expect(traceOf(canary, text)).toBeUndefined()
        for (const secret of endsOf(answer)) expect(traceOf(secret, text)).toBeUndefined()
      })
      const examples: [string, Spoiling][] = [UNTOUCHED, FITTING].map((spoiling) => [CANARY, spoiling])
      await fc.assert(property, { numRuns: RUNS, examples })
    },
    MINUTE,
  )

  it('is planted in every operation that takes a secret', () => {
    const taking = operationNames.filter((name) => secretMembers(name).length > 0)
    expect(taking).toHaveLength(22)
    expect(
      secretMembers('Verify')
        .map(([member]) => member)
        .sort(),
    ).toEqual(['GrantTokens', 'Message', 'Signature'])
    expect(secretMembers('CreateCustomKeyStore').map(([member]) => member)).toEqual(
      expect.arrayContaining(['KeyStorePassword', 'XksProxyAuthenticationCredential']),
    )
  })
})

/** A harness with what a call of the operation needs, and such a call. */
async function prepared(name: OperationName): Promise<{ readonly kms: Harness; readonly base: object }> {
  const kms = await openHarness()
  return { kms, base: inputFor(name, await newSubject(kms, name)) }
}

/** What a call answers, if it does, and all that it adds to the log. */
async function told(kms: Harness, name: OperationName, input: object) {
  const before = (await everything(kms)).length
  const answer: unknown = await kms.call(name, input as never).catch(refused)
  return { answer, text: (await everything(kms)).slice(before) }
}

async function everything(kms: Harness): Promise<string> {
  const regions = [REGION, OTHER_REGION, FREE_REGION].map((region) => kms.events({ region }))
  const events = (await Promise.all(regions)).flat().sort((a, b) => a.seq - b.seq)
  return events.map(({ text }) => text).join('\n')
}

function refused(error: unknown): undefined {
  if (!isServiceError(error)) throw error
  return undefined
}

/** The ends of what was answered: a ciphertext begins with its key and material, which events tell. */
function endsOf(answer: unknown): readonly Uint8Array[] {
  const blobs = Object.values(Object(answer)).filter((value) => value instanceof Uint8Array)
  return blobs.filter(({ length }) => length >= 12).map((blob) => blob.subarray(-24))
}
