import {
  CancelKeyDeletionCommand,
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  type GrantConstraints,
  ListKeysCommand,
} from '@aws-sdk/client-kms'
import { expect, it } from 'vitest'
import { openScenarioHarness } from '#testing/scenario-harness.ts'
import { aKeysLife } from '../../../e2e/scenarios/a-keys-life.ts'
import { bringYourOwnKey } from '../../../e2e/scenarios/bring-your-own-key.ts'
import { globalDatabase } from '../../../e2e/scenarios/global-database.ts'
import type { Scenario, Step, World } from '../../../e2e/scenarios/scenario.ts'
import { bytesOf, newKey, refusalOf, remembered } from '../../../e2e/scenarios/support.ts'
import { throttling } from '../../../e2e/scenarios/throttling.ts'
import { whoMayUseIt } from '../../../e2e/scenarios/who-may-use-it.ts'

type Deed = (world: World) => Promise<void>

/** The scenario, with what a reader does by hand at a step: before its button is pressed, or in place of that. */
function byHand(scenario: Scenario, title: string, deed: Deed, then: 'button' | 'nothing'): Scenario {
  expect(scenario.steps.map((step) => step.title)).toContain(title)
  const withDeed = (step: Step): Step => ({
    ...step,
    async action(world) {
      await deed(world)
      if (then === 'button') await step.action?.(world)
    },
  })
  return { ...scenario, steps: scenario.steps.map((step) => (step.title === title ? withDeed(step) : step)) }
}

/** Plays to the end of a step, and tells how it is then. */
async function played(scenario: Scenario, title: string) {
  await using harness = await openScenarioHarness([scenario])
  const { player, administrator } = harness
  let state = await player.start(scenario.name, administrator)
  const last = scenario.steps.findIndex((step) => step.title === title)
  for (let at = 0; at <= last; at += 1) state = await player.act(scenario.name, at + 1, administrator)
  return state.steps[last]
}

it('goes on with a key without material that the reader made', async () => {
  const title = 'Create a key without material'
  const counts: (number | undefined)[] = []
  const count: Deed = async (world) => {
    counts.push((await world.kms().send(new ListKeysCommand({}))).Keys?.length)
  }
  const make: Deed = async (world) => {
    await newKey(world, 'alias/own', { Origin: 'EXTERNAL' })
    await count(world)
  }
  const next = 'Import material for thirty days'
  const scenario = byHand(byHand(bringYourOwnKey, title, make, 'button'), next, count, 'nothing')
  await played(scenario, next)
  expect(counts).toEqual([1, 1])
})

it('enables a key whose deletion the reader has called off', async () => {
  const title = 'Call the deletion off'
  const callOff: Deed = async (world) => {
    await world.kms().send(new CancelKeyDeletionCommand({ KeyId: remembered(world, 'keyId') }))
  }
  expect(await played(byHand(aKeysLife, title, callOff, 'button'), title)).toMatchObject({ state: 'done' })
})

const LIST = { list: 'newsletter' }

it.each<[string, GrantConstraints | undefined, string]>([
  ['without its encryption context', undefined, 'current'],
  ['with another encryption context', { EncryptionContextSubset: { purpose: 'letters' } }, 'current'],
  ['with at least its encryption context', { EncryptionContextSubset: LIST }, 'done'],
])('takes a grant %s as Cleo’s, or does not', async (_, Constraints, state) => {
  const title = 'Let Cleo in by a grant'
  const letIn: Deed = async (world) => {
    const GranteePrincipal = `arn:aws:iam::${world.account}:user/cleo`
    const call = { KeyId: remembered(world, 'keyId'), GranteePrincipal, Operations: ['Decrypt' as const] }
    await world.kms().send(new CreateGrantCommand({ ...call, ...(Constraints && { Constraints }) }))
    const CiphertextBlob = bytesOf(remembered(world, 'customers'))
    const opening = world.kms({ as: 'cleo' }).send(new DecryptCommand({ CiphertextBlob, EncryptionContext: LIST }))
    await (Constraints?.EncryptionContextSubset?.purpose ? refusalOf(opening) : opening)
  }
  expect(await played(byHand(whoMayUseIt, title, letIn, 'nothing'), title)).toMatchObject({ state })
})

it('waits for calls that an SDK tries again, not for the first that is refused', async () => {
  const title = 'Let the SDK try again'
  const giveUp: Deed = async (world) => {
    await world.sandbox.setFaults([{ kind: 'throttle', operation: 'Decrypt', every: 2 }])
    const call = new EncryptCommand({ KeyId: 'alias/uploads', Plaintext: Buffer.from('A name.') })
    const { CiphertextBlob } = await world.kms({ as: 'uploader' }).send(call)
    const open = () => world.kms({ as: 'uploader' }).send(new DecryptCommand({ CiphertextBlob }))
    await open()
    await refusalOf(open())
    await open()
  }
  expect(await played(byHand(throttling, title, giveUp, 'nothing'), title)).toMatchObject({
    state: 'current',
    missing: 'Decrypt was throttled once: let the calls come to their end.',
  })
})

it('leads to where the primary is enabled and where another takes its place', () => {
  const link = globalDatabase.steps.at(-1)?.link?.({ multiKey: 'mrk-1' })
  expect(link).toMatchObject({ path: 'keys/mrk-1/regionality' })
})
