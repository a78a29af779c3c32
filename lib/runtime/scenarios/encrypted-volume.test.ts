import { expect, it } from 'vitest'
import { openScenarioHarness } from '#testing/scenario-harness.ts'
import { encryptedVolume } from '../../../e2e/scenarios/encrypted-volume.ts'
import type { Look, Scenario, Step, World } from '../../../e2e/scenarios/scenario.ts'

/** In the order in which EBS lists them, which is not that in which they were made. */
async function volumesOf(world: Look): Promise<readonly string[]> {
  const { Volumes } = await world.service('ebs', 'DescribeVolumes', {})
  return Object(Volumes).map(({ VolumeId }: { readonly VolumeId: string }) => VolumeId)
}

async function makeVolume(world: World): Promise<string> {
  const asked = { Size: 1, KmsKeyId: 'alias/disks' }
  return String((await world.service('ebs', 'CreateVolume', asked, { as: 'ada' })).VolumeId)
}

/** The scenario, with what a reader does beside it when a step has been done. */
function besides(title: string, more: (world: World) => Promise<void>): Scenario {
  expect(encryptedVolume.steps.map((step) => step.title)).toContain(title)
  const withMore = (step: Step): Step => ({
    ...step,
    async action(world) {
      await step.action?.(world)
      await more(world)
    },
  })
  return {
    ...encryptedVolume,
    steps: encryptedVolume.steps.map((step) => (step.title === title ? withMore(step) : step)),
  }
}

async function played(scenario: Scenario) {
  await using harness = await openScenarioHarness([scenario])
  const { player, administrator } = harness
  let state = await player.start(scenario.name, administrator)
  for (const at of scenario.steps.keys()) state = await player.act(scenario.name, at + 1, administrator)
  return state
}

const steps = encryptedVolume.steps.length

it('goes on with the volume that it has shown when another one is listed before it', async () => {
  const scenario = besides('Ask for a data key without EC2', async (world) => {
    await makeVolume(world)
    // Ids are random: as if the volume had been made first that is listed last.
    const volumes = await volumesOf(world)
    world.memory.set('volumeId', String(volumes.at(-1)))
    expect(volumes).toHaveLength(2)
  })
  expect(await played(scenario)).toMatchObject({ passed: steps })
})

it('tells the encryption context of the volume that it shows, not of the newest', async () => {
  const scenario = besides('Make a volume', async (world) => {
    let newest = await makeVolume(world)
    while ((await volumesOf(world))[0] === newest) newest = await makeVolume(world)
  })
  const {
    passed,
    steps: [, { shows } = {}],
  } = await played(scenario)
  expect(passed).toBe(steps)
  const [volume, context] = shows ?? []
  expect(JSON.parse(context?.value ?? '')).toEqual({ 'aws:ebs:id': volume?.value })
})
