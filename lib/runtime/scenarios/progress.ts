import type { SandboxId } from '#kernel/ids.ts'
import type { ScenarioProgress, Store } from '#kms/ports.ts'
import { sandboxOf, update } from '#kms/ports.ts'
import type { Memory } from '../../../e2e/scenarios/scenario.ts'

/** What is kept of a scenario stands with its sandbox's settings: a snapshot holds it, and a restart finds it. */
export async function keepProgress(id: SandboxId, progress: ScenarioProgress, store: Store): Promise<void> {
  for (;;) {
    const row = await store.sandbox(id)
    if (!row) throw new Error(`the sandbox ${id} was taken away meanwhile`)
    const settings = JSON.stringify({ ...sandboxOf(row).settings, scenario: progress })
    const writes = [update<'sandbox'>('sandbox', row, { settings })]
    if ((await store.commit({ writes, events: [] })) === 'committed') return
  }
}

/** A memory, and what it holds. */
export function memoryOf(kept: ScenarioProgress['memory']): Memory & { all(): ScenarioProgress['memory'] } {
  const texts = new Map(Object.entries(kept))
  return {
    get: (name) => texts.get(name),
    set(name, value) {
      texts.set(name, value)
    },
    all: () => Object.fromEntries(texts),
  }
}
