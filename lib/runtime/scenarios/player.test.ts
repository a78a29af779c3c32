import { CreateKeyCommand, DescribeKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms'
import { afterAll, describe, expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import { remove, type Store, update } from '#kms/ports.ts'
import { openScenarioHarness } from '#testing/scenario-harness.ts'
import type { Look, Scenario, Step, World } from '../../../e2e/scenarios/scenario.ts'
import { refusalOf } from '../../../e2e/scenarios/support.ts'

const SANDBOX = 'scenario-sample' as SandboxId

const makes: Step = {
  title: 'Make a key',
  text: ['Make one.'],
  link: (facts) => ({ label: 'Keys', path: `keys/${facts.keyId ?? 'create'}` }),
  async action(world) {
    await world.kms().send(new CreateKeyCommand({}))
  },
  async check(world) {
    const { Keys: [key] = [] } = await world.kms().send(new ListKeysCommand({}))
    if (!key?.KeyId) return 'There is no key.'
    world.memory.set('keyId', key.KeyId)
    return true
  },
  shows: ({ keyId = '' }) => [{ label: 'Key', value: keyId }],
}
const readsIt: Step = {
  title: 'Look at it as Lena',
  text: ['Look.'],
  async action(world) {
    await world.kms({ as: 'lena' }).send(new DescribeKeyCommand({ KeyId: world.memory.get('keyId') }))
  },
  check: async (world) => (await world.log({ eventName: 'DescribeKey', by: 'lena' })).length > 0 || 'She did not look.',
}
const LENA = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:DescribeKey', Resource: '*' }],
}

const sample = (...steps: readonly Step[]): Scenario => ({
  ...{ name: 'sample', number: 1, title: 'A sample', summary: 'One. Two.', minutes: 1, steps },
  begin: (world) => world.person('lena', LENA),
})

const opened = new AsyncDisposableStack()
afterAll(() => opened.disposeAsync())
const open = async (...scenarios: readonly Scenario[]) => opened.use(await openScenarioHarness(scenarios))

async function started(...steps: readonly Step[]) {
  const harness = await open(sample(...steps))
  const { player, administrator, kms } = harness
  const state = await player.start('sample', administrator)
  const { store } = kms.ports
  const log = async () => {
    const events = await store.events({ sandbox: SANDBOX, account: state.accountId as never, filters: [], limit: 100 })
    return events.map(({ eventName }) => eventName)
  }
  return { ...harness, state, log, act: (step: number) => player.act('sample', step, administrator) }
}

/** A step whose check or action is the given one. */
const looks = (check: (world: Look) => Promise<true | string>): Step => ({ title: 'Look', text: ['Look.'], check })
const does = (action: (world: World) => Promise<void>): Step => ({
  ...{ title: 'Do', text: ['Do.'], action },
  check: async () => 'It is never so.',
})

/** As on the page of the sandbox. */
async function dropSnapshot(store: Store): Promise<void> {
  const [row] = await store.snapshots(SANDBOX)
  if (!row) throw new Error('there is no snapshot')
  const whole = { act: 'drop', sandbox: SANDBOX, snapshot: row.name } as const
  expect(await store.commit({ writes: [remove('snapshot', row)], events: [], whole })).toBe('committed')
}

describe('a scenario', () => {
  it('has no sandbox before it is started, and cannot be played', async () => {
    const { player, administrator } = await open(sample(makes))
    expect((await player.list())[0]).toEqual({
      ...{ name: 'sample', number: 1, title: 'A sample', summary: 'One. Two.', minutes: 1, stepCount: 1, passed: 0 },
    })
    expect((await player.state('sample')).steps[0]).toMatchObject({ state: 'waiting', shows: [] })
    await expect(player.act('sample', 1, administrator)).rejects.toMatchObject({ code: 'ScenarioNotStartedException' })
    await expect(player.reset('sample', administrator)).rejects.toMatchObject({ code: 'ScenarioNotStartedException' })
    await expect(player.state('other')).rejects.toMatchObject({ code: 'NotFoundException' })
  })

  it('passes step by step when each is done for the reader', async () => {
    const { state, act, player } = await started(makes, readsIt)
    expect(state).toMatchObject({ passed: 0, sandbox: SANDBOX })
    expect(state.steps.map((step) => [step.state, step.missing])).toEqual([
      ['current', 'There is no key.'],
      ['waiting', undefined],
    ])
    const [made] = (await act(1)).steps
    expect(made).toMatchObject({
      state: 'done',
      shows: [{ label: 'Key', value: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
    })
    expect(made?.link?.href).toBe(`/${SANDBOX}/111122223333/us-east-1/keys/${made?.shows[0]?.value}`)
    expect(await act(2)).toMatchObject({ passed: 2 })
    expect(await player.list()).toMatchObject([{ passed: 2, sandbox: SANDBOX }])
  })

  it('is played in the Region that it names, wherever the first one of the installation is', async () => {
    const away = looks(async (world) => {
      const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: world.memory.get('keyId') }))
      return KeyMetadata?.Arn?.startsWith(`arn:aws:kms:${world.region}:`) || 'It is elsewhere.'
    })
    const harness = await open({ ...sample(makes, away), region: 'eu-west-1' })
    const { player, administrator } = harness
    expect(await player.state('sample')).toMatchObject({ region: 'eu-west-1' })
    await player.start('sample', administrator)
    const state = await player.act('sample', 1, administrator)
    expect(state).toMatchObject({ passed: 2, region: 'eu-west-1' })
    const [{ link, shows } = {}] = state.steps
    expect(link?.href).toBe(`/${SANDBOX}/111122223333/eu-west-1/keys/${shows?.[0]?.value}`)
  })

  it('passes a step that somebody did without its action', async () => {
    const { kms, player } = await started(makes)
    await kms.kms.execute('CreateKey', {}, { ...kms.caller({ sandbox: SANDBOX }) })
    expect(await player.state('sample')).toMatchObject({ passed: 1 })
  })

  it('keeps what has passed, also where it is so no more', async () => {
    const { act, player, kms } = await started(makes, readsIt)
    const keyId = (await act(1)).steps[0]?.shows[0]?.value ?? ''
    await kms.kms.execute('ScheduleKeyDeletion', { KeyId: keyId }, kms.caller({ sandbox: SANDBOX }))
    expect(await player.state('sample')).toMatchObject({ passed: 1 })
  })

  it('is back at its beginning after a reset, too, where somebody has deleted the snapshot of it', async () => {
    const { act, player, administrator, kms } = await started(makes, readsIt)
    await act(1)
    await dropSnapshot(kms.ports.store)
    expect(await player.reset('sample', administrator)).toMatchObject({ passed: 0, sandbox: SANDBOX })
    await act(1)
    expect(await player.reset('sample', administrator)).toMatchObject({ passed: 0, sandbox: SANDBOX })
  })

  it('is started anew after its sandbox was reset on its own page, and takes the place of nobody else’s', async () => {
    const { act, player, administrator, kms } = await started(makes, readsIt)
    await act(1)
    const { store } = kms.ports
    const forget = async () => {
      const row = await store.sandbox(SANDBOX)
      if (!row) throw new Error('there is no sandbox')
      const writes = [update<'sandbox'>('sandbox', row, { settings: '{}' })]
      expect(await store.commit({ writes, events: [] })).toBe('committed')
    }
    await forget()
    expect((await player.state('sample')).steps[0]).toMatchObject({ state: 'waiting' })
    expect(await player.start('sample', administrator)).toMatchObject({ passed: 0, sandbox: SANDBOX })
    expect(await act(1)).toMatchObject({ passed: 1 })

    await forget()
    await dropSnapshot(store)
    const again = player.start('sample', administrator)
    await expect(again).rejects.toMatchObject({ code: 'SandboxAlreadyExistsException' })
  })

  it('is back at its beginning after a reset: people, keys, log and memory', async () => {
    const { act, player, administrator, log } = await started(makes, readsIt)
    const before = await log()
    await act(1)
    const state = await player.reset('sample', administrator)
    expect(state).toMatchObject({ passed: 0, sandbox: SANDBOX })
    expect(state.steps[0]).toMatchObject({ state: 'current', shows: [] })
    expect(await log()).toEqual(before)
    expect((await act(1)).passed).toBe(1)
    expect((await act(2)).passed).toBe(2)
  })

  it('ends with its sandbox, and begins anew', async () => {
    const { act, player, administrator } = await started(makes)
    await act(1)
    expect(await player.stop('sample', administrator)).toMatchObject({ passed: 0 })
    expect((await player.list())[0]).not.toHaveProperty('sandbox')
    expect(await player.start('sample', administrator)).toMatchObject({ passed: 0, sandbox: SANDBOX })
    await act(1)
    expect(await player.start('sample', administrator)).toMatchObject({ passed: 0 })
  })

  it('leaves no sandbox behind when its beginning fails', async () => {
    const failing = { ...sample(makes), begin: () => Promise.reject(new Error('no luck')) }
    const { player, administrator } = await open(failing)
    await expect(player.start('sample', administrator)).rejects.toThrow('no luck')
    expect((await player.list())[0]).not.toHaveProperty('sandbox')
  })
})

describe('the checks', () => {
  it('leave no trace in the log, however often they look', async () => {
    const { player, log } = await started(makes)
    const before = await log()
    for (let times = 0; times < 3; times += 1) await player.state('sample')
    expect(await log()).toEqual(before)
  })

  it('can change nothing', async () => {
    const step = looks(async (world) => {
      const { name } = await refusalOf(world.kms().send(new CreateKeyCommand({})))
      return name
    })
    const { state, kms } = await started(step)
    expect(state.steps[0]?.missing).toBe('KMSInternalException')
    expect(await kms.ports.store.keyRecords(kms.caller({ sandbox: SANDBOX }).scope)).toEqual([])
  })

  it('are decided by the policies of who looks', async () => {
    const step = looks(async (world) => (await refusalOf(world.kms({ as: 'lena' }).send(new ListKeysCommand({})))).name)
    expect((await started(step)).state.steps[0]?.missing).toBe('AccessDeniedException')
  })

  it('that fail say so', async () => {
    const { state } = await started(looks(() => Promise.reject(new Error('the wire broke'))))
    expect(state.steps[0]).toMatchObject({ state: 'current', missing: 'This could not be looked at: the wire broke' })
  })
})

describe('a step', () => {
  it('is done in its turn only', async () => {
    const { act } = await started(makes, readsIt)
    await expect(act(2)).rejects.toMatchObject({
      code: 'ScenarioStepException',
      message: 'Step 1 comes before step 2.',
    })
    await expect(act(3)).rejects.toMatchObject({ message: 'A sample has 2 steps.' })
  })

  it('is done once, however often it is asked for', async () => {
    const { act, log } = await started(makes, readsIt)
    await Promise.all([act(1), act(1), act(1)])
    expect((await log()).filter((name) => name === 'CreateKey')).toHaveLength(1)
  })

  it('without an action is for the reader', async () => {
    const { act } = await started(looks(async () => 'Not yet.'))
    await expect(act(1)).rejects.toMatchObject({ message: 'Step 1 is done by hand.' })
  })

  it('that fails tells the error of the service, and stays', async () => {
    const step = does(async (world) => {
      await world.kms().send(new DescribeKeyCommand({ KeyId: 'alias/none' }))
    })
    const { act, player } = await started(step)
    await expect(act(1)).rejects.toMatchObject({
      ...{
        code: 'ScenarioStepException',
        message: expect.stringMatching(/^Step 1 could not be done: NotFoundException/),
      },
    })
    expect(await player.state('sample')).toMatchObject({ passed: 0 })
  })
})

it('calls from the address that a step says, as the log has it', async () => {
  const from = { sourceIp: '203.0.113.66', userAgent: 'curl/8.14.1' }
  const step = does(async (world) => {
    await refusalOf(world.kms({ as: 'lena', from }).send(new ListKeysCommand({})))
    await world.iam('CreateUser', { UserName: 'kim' }, { from })
    const records = (await world.log()).slice(0, 2).map(({ record }) => record)
    world.memory.set('told', records.map((one) => `${one.sourceIPAddress} ${one.userAgent}`).join(', '))
  })
  const { act, kms } = await started(step)
  await act(1)
  const row = await kms.ports.store.sandbox(SANDBOX)
  expect(JSON.parse(row?.settings ?? '').scenario.memory.told).toBe(
    '203.0.113.66 curl/8.14.1, 203.0.113.66 curl/8.14.1',
  )
})

it('moves the time of its sandbox, and acts in further accounts and as roles', async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  }
  const step = does(async (world) => {
    const from = world.now().getTime()
    await world.sandbox.advance('P10D')
    world.memory.set('days', String(Math.round((world.now().getTime() - from) / 86_400_000)))
    await world.newAccount('444455556666', 'Partner')
    await world.person('otto', LENA, '444455556666')
    const where = { account: '444455556666' }
    await world.iam('CreateRole', { RoleName: 'auditor', AssumeRolePolicyDocument: JSON.stringify(trust) }, where)
    const { name } = await refusalOf(world.kms({ as: 'role/auditor', ...where }).send(new ListKeysCommand({})))
    const [entry] = await world.log({ by: 'role/auditor', ...where, outcome: 'denied' })
    world.memory.set('told', `${name} ${entry?.eventName}`)
  })
  const { act, kms } = await started(step)
  await act(1)
  const row = await kms.ports.store.sandbox(SANDBOX)
  expect(JSON.parse(row?.settings ?? '').scenario.memory).toEqual({
    days: '10',
    told: 'AccessDeniedException ListKeys',
  })
})
