import { readFileSync } from 'node:fs'
import type { Planned, Target } from '#admin/fixture/apply.ts'
import { planFixture } from '#admin/fixture/apply.ts'
import { exportFixture } from '#admin/fixture/export.ts'
import { readFixture } from '#admin/fixture/text.ts'
import type { AccountId, SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Shown } from '#kms/ports/fixture.ts'
import { insert } from '#kms/ports.ts'
import { createFixtureWorks } from '#runtime/fixture-works.ts'
import { createIdentifiers } from '#runtime/seeds.ts'
import { ACCOUNT, REGION } from './harness.ts'
import type { IamHarness } from './iam-harness.ts'
import { ROOT_KEY } from './iam-harness.ts'

export const SANDBOX = 'blue' as SandboxId

/** A fixture that lies beside the end-to-end tests. */
export const fixtureFile = (name: string) =>
  readFileSync(new URL(`../../e2e/fixtures/${name}.yaml`, import.meta.url), 'utf8')

/** A sandbox whose time is the wall clock's. */
async function ensureSandbox(id: SandboxId, { ports, clock }: IamHarness): Promise<void> {
  if (id === MAIN_SANDBOX || (await ports.store.sandbox(id))) return
  const settings = JSON.stringify({ quotas: 'off', faults: [] })
  const time = JSON.stringify({ kind: 'running', offset: 0 })
  const row = { id, name: id, account: ACCOUNT, createdAt: clock.now(), clock: time, settings, seed: null }
  await ports.store.commit({ writes: [insert('sandbox', row)], events: [] })
}

/** The fixtures of a harness, on its store. */
export function fixturesOf(harness: IamHarness) {
  const { ports, bareMaterials, seeds, identities, clock } = harness
  const works = createFixtureWorks({
    ...{ ports: { ...ports, identities }, bare: bareMaterials, seeds, administrator: ROOT_KEY.accessKeyId },
    identifiersOn: (store) => createIdentifiers(store, ports.ids, seeds),
  })
  const target = (sandbox: SandboxId): Target => ({
    scope: { sandbox, account: ACCOUNT, region: REGION },
    now: clock.now(),
    isNew: true,
  })
  const plan = (text: unknown, sandbox = SANDBOX): Promise<Planned> =>
    planFixture(readFixture(text), target(sandbox), works)
  return {
    works,
    plan,
    async apply(text: unknown, sandbox = SANDBOX) {
      await ensureSandbox(sandbox, harness)
      const { answer, writes, events } = await plan(text, sandbox)
      if ((await ports.store.commit({ writes, events })) !== 'committed') throw new Error('the fixture was stale')
      return answer
    },
    async export(sandbox = SANDBOX, shows: Shown = 'nothing-secret', history = true) {
      const accounts: readonly AccountId[] = (await ports.store.accounts(sandbox)).map(({ account }) => account)
      return exportFixture({ sandbox, accounts, shows, history }, { fixtures: works, store: ports.store })
    },
  }
}
