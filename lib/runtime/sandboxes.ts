import type { Clock } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Clocks, Sandbox, SandboxRow, Store, Write } from '#kms/ports.ts'
import { sandboxOf, timeOf } from '#kms/ports.ts'

/** What sandboxes there are beside `main`, as of the last commit. */
export interface Sandboxes {
  /** In order of their ids. */
  list(): readonly Sandbox[]
  get(id: string): Sandbox | undefined
  /** How many came so far, those of the start among them: each is another than those before it that had its name. */
  generation(): number
  /** What `generation` was when a sandbox had come; 0 for none. */
  cameAs(id: SandboxId): number
}

/** Keeps all sandboxes in memory, with their clocks, and follows what the store commits. */
export class SandboxRegistry implements Sandboxes {
  readonly clocks: Clocks
  readonly #sandboxes = new Map<string, Sandbox>()
  readonly #clocks = new Map<SandboxId, Clock>()
  readonly #cameAs = new Map<SandboxId, number>()
  #generation = 0

  constructor(wall: Clock) {
    this.clocks = { wall, of: (sandbox) => this.#clockOf(sandbox) }
    this.#clocks.set(MAIN_SANDBOX, wall)
  }

  /** Before anything asks for the clock of a sandbox. */
  async follow(store: Pick<Store, 'sandboxes' | 'onCommit'>): Promise<void> {
    store.onCommit((writes) => {
      for (const write of writes) this.#follow(write)
    })
    for (const row of await store.sandboxes()) this.#set(row)
  }

  list(): readonly Sandbox[] {
    return [...this.#sandboxes.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  get(id: string): Sandbox | undefined {
    return this.#sandboxes.get(id)
  }

  generation(): number {
    return this.#generation
  }

  cameAs(id: SandboxId): number {
    return this.#cameAs.get(id) ?? 0
  }

  #follow(write: Write): void {
    if (write.table !== 'sandbox') return
    if (write.act === 'put') this.#set(write.row)
    if (write.act === 'remove') {
      this.#sandboxes.delete(write.key.id)
      this.#clocks.delete(write.key.id)
      this.#cameAs.delete(write.key.id)
    }
  }

  #set(row: SandboxRow): void {
    if (!this.#sandboxes.has(row.id)) this.#cameAs.set(row.id, ++this.#generation)
    this.#sandboxes.set(row.id, sandboxOf(row))
  }

  /** One object for a sandbox's whole life, whatever is done to its time. */
  #clockOf(sandbox: SandboxId): Clock {
    const known = this.#clocks.get(sandbox)
    if (known) return known
    const clock = { now: () => timeOf(this.#stateOf(sandbox), this.clocks.wall.now()) }
    this.#clocks.set(sandbox, clock)
    return clock
  }

  #stateOf(id: SandboxId) {
    const sandbox = this.#sandboxes.get(id)
    if (sandbox) return sandbox.clock
    throw new Error(`there is no sandbox ${id}`)
  }
}
