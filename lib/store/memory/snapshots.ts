import type { SandboxId } from '#kernel/ids.ts'
import type { TakenAccessKey, WholeSandbox } from '#kms/ports.ts'
import { StoreError } from '../errors.ts'
import type { LogState, MemoryLog } from './log.ts'
import type { MemoryTables, SandboxRows } from './tables.ts'

interface Kept {
  readonly rows: readonly SandboxRows[]
  readonly log: LogState
}

/** States of sandboxes that were kept. Domain keys are none of them. */
export class MemorySnapshots {
  readonly #tables: MemoryTables
  readonly #log: MemoryLog
  readonly #kept = new Map<SandboxId, Map<string, Kept>>()

  constructor(tables: MemoryTables, log: MemoryLog) {
    this.#tables = tables
    this.#log = log
  }

  taken(sandbox: SandboxId, snapshot: string): readonly TakenAccessKey[] {
    const kept = this.#kept
      .get(sandbox)
      ?.get(snapshot)
      ?.rows.find(({ table }) => table === 'accessKey')
    const ids = new Set(kept?.rows.map(([, row]) => Reflect.get(row, 'accessKeyId')))
    return this.#tables
      .where('accessKey', (row) => ids.has(row.accessKeyId) && row.sandbox !== sandbox)
      .map((row) => ({ accessKeyId: row.accessKeyId, sandbox: row.sandbox }))
  }

  /** Whether the sandbox is another one after that. Throws StoreError `bad-transaction` where that cannot be. */
  apply(whole: WholeSandbox, revision: number): boolean {
    const { act, sandbox } = whole
    const kept = this.#kept.get(sandbox) ?? new Map<string, Kept>()
    this.#kept.set(sandbox, kept)
    switch (act) {
      case 'save':
        kept.set(whole.snapshot, {
          rows: structuredClone(this.#tables.ofSandbox(sandbox, 'domainKey')),
          log: this.#log.state(sandbox),
        })
        return false
      case 'drop':
        kept.delete(whole.snapshot)
        return false
      case 'restore': {
        const [taken] = this.taken(sandbox, whole.snapshot)
        if (taken) throw new StoreError('bad-transaction', `the access key ${taken.accessKeyId} is another sandbox's`)
        const state = kept.get(whole.snapshot)
        if (!state) throw new StoreError('bad-transaction', `the sandbox ${sandbox} has no snapshot ${whole.snapshot}`)
        this.#tables.replace(sandbox, state.rows, revision, 'domainKey')
        this.#log.putBack(sandbox, state.log)
        return true
      }
      case 'erase':
        this.#tables.replace(sandbox, [], revision)
        this.#log.putBack(sandbox)
        this.#kept.delete(sandbox)
        return true
    }
  }
}
