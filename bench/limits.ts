import { createKms } from '#kms/execute.ts'
import type { Fault } from '#kms/limits/fault.ts'
import { createFaults } from '#kms/limits/faults.ts'
import { createLimits } from '#kms/limits/limits.ts'
import type { QuotaProfile } from '#kms/limits/quota-classes.ts'
import { createQuotas } from '#kms/limits/quotas.ts'
import type { Limits } from '#kms/ports.ts'
import { TestClock } from '#testing/clock.ts'
import { openHarness } from '#testing/harness.ts'
import { median } from './operations.ts'

// What request quotas and faults add to a call, beside the call itself without its log: `npm run bench limits [calls]`.

const CALLS = Number(process.argv[2] ?? 200_000)
const ROUNDS = 5

const harness = await openHarness()
const caller = harness.caller()
const { KeyId } = await harness.newKey()
const input = { KeyId, Plaintext: Buffer.alloc(64, 1) }
const record = await harness.ports.store.key(caller.scope, KeyId as never)
if (!record) throw new Error('the key is not there')
const records = [record]

function limitsOf(profile: QuotaProfile, on: readonly Fault[] = []): Limits {
  // Every call finds its quota full: what is measured is a call that goes through.
  const clock = new TestClock()
  const now = () => {
    clock.advance(1)
    return clock.now()
  }
  const quotas = createQuotas({ profileOf: () => profile, clock: { now } })
  return createLimits(quotas, createFaults({ faultsOf: () => on, chance: Math.random, sleep: () => Promise.resolve() }))
}

/** Nanoseconds for each, in the middle round of several. */
async function timed(calls: number, work: () => Promise<unknown> | undefined): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = performance.now()
    for (let made = 0; made < calls; made++) await work()
    // The first round only warms up.
    if (round > 0) rounds.push(((performance.now() - begun) / calls) * 1e6)
  }
  return median(rounds)
}

const store = { ...harness.ports.store, commit: async () => 'committed' as const }
const kms = createKms({ ...harness.ports, store })
const whole = await timed(CALLS / 20, () => kms.execute('Encrypt', input, caller))
const elsewhere: Fault = { id: 'elsewhere', kind: 'throttle', operation: 'CreateKey' }
const cases: [string, Limits][] = [
  ['off, no faults', limitsOf('off')],
  ['aws, no faults', limitsOf('aws')],
  ['off, a fault on another operation', limitsOf('off', [elsewhere])],
]
process.stdout.write(`Encrypt without them             ${Math.round(whole).toLocaleString('en-US').padStart(8)} ns\n`)
for (const [name, limits] of cases) {
  const added = await timed(CALLS, async () => {
    const admission = limits.admit(caller, 'Encrypt', input)
    await admission.enter()
    await admission.onKeys(records)
  })
  const share = ((added / whole) * 100).toFixed(2)
  process.stdout.write(`${name.padEnd(33)}${Math.round(added).toLocaleString('en-US').padStart(8)} ns   ${share} %\n`)
}
