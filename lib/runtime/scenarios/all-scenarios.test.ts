import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import { openScenarioHarness } from '#testing/scenario-harness.ts'
import { SCENARIOS } from '../../../e2e/scenarios/all.ts'
import type { Memory, Scenario, Step } from '../../../e2e/scenarios/scenario.ts'

/** All of a scenario's calls are made and authorized for real: on a busy machine that takes its time. */
const PATIENCE = 60_000

/** No scenario names it, and it is not in the partition of those that they name. */
const ELSEWHERE = 'cn-north-1' as Region

/** A step that hangs is named, well before the test runs out of time. */
async function ends<T>(step: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${step} has not ended in ${PATIENCE / 2000} s`)), PATIENCE / 2)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** What is made outside of AWS KMS, so that no check finds it: a copy of imported material, and an encrypted letter. */
const OUTSIDE: readonly string[] = ['copy', 'letter']

/** As where steps before were done by hand: what actions remember is gone when they end. */
function forgetful(scenario: Scenario): Scenario {
  return { ...scenario, steps: scenario.steps.map(forgetfulStep) }
}

function forgetfulStep({ action, ...step }: Step): Step {
  return action ? { ...step, action: (world) => action({ ...world, memory: passing(world.memory) }) } : step
}

function passing(memory: Memory): Memory {
  const own = new Map<string, string>()
  return {
    get: (name) => own.get(name) ?? memory.get(name),
    set: (name, value) => (OUTSIDE.includes(name) ? memory.set(name, value) : own.set(name, value)),
  }
}

/** Calls of services that would go to the first Region of the installation. */
function withoutRegion(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.includes('/_keystead/integrations/') && !line.includes('"Region":'))
}

/** Files that commands read and have not written before: where the step before was done for the reader, nobody has. */
function unwritten(text: string): readonly (string | undefined)[] {
  const reads = [...text.matchAll(/(?:fileb:\/\/|-inkey )(\S+)/g)]
  return reads.filter(({ index, 1: file }) => !text.slice(0, index).includes(` > ${file}\n`)).map(([, file]) => file)
}

/** Commands of curl whose answers would stand in one line. */
function unended(text: string): readonly string[] {
  const commands = text.replaceAll('\\\n', ' ').split('\n')
  return commands.filter((command) => /^\s*curl /.test(command) && !command.includes(" -w '\\n' "))
}

describe.each(SCENARIOS)('$number $name', (scenario) => {
  const { name, steps, region = ELSEWHERE } = scenario
  it(
    'passes step by step when each is done for the reader, and not before, whoever did the others',
    async () => {
      await using harness = await openScenarioHarness([forgetful(scenario)], ELSEWHERE)
      const { player, administrator } = harness
      let state = await player.start(name, administrator)
      expect(state.region).toBe(region)
      for (const [at, { title, action }] of steps.entries()) {
        if (!action) continue
        const current = state.steps.find((step) => step.state === 'current')
        expect(current).toMatchObject({
          number: at + 1,
          title,
          missing: expect.stringMatching(/^(?!This could not).*\.$/),
        })
        expect(current?.snippets.flatMap(({ text }) => unwritten(text))).toEqual([])
        expect(current?.snippets.flatMap(({ text }) => unended(text))).toEqual([])
        if (region !== ELSEWHERE) expect(current?.snippets.flatMap(({ text }) => withoutRegion(text))).toEqual([])
        state = await ends(title, player.act(name, at + 1, administrator))
      }
      expect(state.steps.map((step) => [step.title, step.state])).toEqual(steps.map(({ title }) => [title, 'done']))
      const again = await player.reset(name, administrator)
      expect(again.steps.map((step) => step.state)).toEqual(steps.map((_, at) => (at === 0 ? 'current' : 'waiting')))
    },
    PATIENCE,
  )
})

describe('all scenarios', () => {
  it('have names and numbers of their own, in order', () => {
    const numbers = SCENARIOS.map(({ number }) => number)
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length)
  })

  it.each(SCENARIOS)('$name is in the file of its name', async ({ name, title, steps, minutes }) => {
    const exported: unknown[] = Object.values(await import(`../../../e2e/scenarios/${name}.ts`))
    expect(exported).toContainEqual(expect.objectContaining({ name, title }))
    expect(minutes).toBeGreaterThan(0)
    expect(steps.length).toBeGreaterThan(2)
  })

  it('write each file that their commands read, as far as the test of each can tell', () => {
    expect(unwritten('aws kms encrypt --plaintext fileb://a.txt | base64 --decode > a.bin')).toEqual(['a.txt'])
    expect(unwritten('aws kms decrypt --ciphertext-blob fileb://a.bin\nprintf A > a.bin\n')).toEqual(['a.bin'])
    expect(unwritten('printf A > a.der\nopenssl pkeyutl -encrypt -inkey a.der')).toEqual([])
  })

  it('use no Playwright and nothing of Node', () => {
    const folder = join(import.meta.dirname, '../../../e2e/scenarios')
    const imports = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^(?:import|export) .*?from '([^']+)'/gms)].map(
        ([, from]) => from,
      ),
    )
    expect(imports.length).toBeGreaterThan(SCENARIOS.length)
    expect(
      imports.filter((from = '') => !/^(\.\/|@aws-sdk\/client-kms$|#(iam|sts|admin)\/execute\.ts$)/.test(from)),
    ).toEqual([])
  })
})
