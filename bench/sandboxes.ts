import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdminInput, AdminOperationName } from '#admin/execute.ts'
import type { RequestId, SandboxId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX, type Scope } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { parseConfig } from '#runtime/config.ts'
import { createLog } from '#runtime/log.ts'
import { start } from '#runtime/start.ts'
import { median } from './operations.ts'

// What it takes to make, reset, keep, put back and delete a small sandbox, and to let a year pass over 1,000 keys that
// rotate in it: `npm run bench -- sandboxes`. Each figure is of one that is durable when it is answered.

const ROUNDS = 25
/** What a small sandbox has. */
const SMALL = { keys: 10, calls: 50 }
const ROTATING = 1000

const folder = mkdtempSync(join(tmpdir(), 'keystead-bench-'))
const config = parseConfig({ PORT: '0', KEYSTEAD_DATA_DIR: join(folder, 'data') }, folder)
const { instance } = await start(config, 'http://127.0.0.1:3000', createLog('error'), { serves: true })

const caller = (sandbox: SandboxId): Caller => {
  const scope: Scope = { sandbox, account: config.account, region: config.region }
  const request = {
    id: instance.ids.uuid() as RequestId,
    face: 'wire',
    sourceIp: '127.0.0.1',
    userAgent: 'bench',
  } as const
  return { principal: rootPrincipal(config.account), scope, request }
}
const admin = <N extends AdminOperationName>(name: N, input: Partial<AdminInput<N>>) =>
  instance.admin.execute(name, input, caller(MAIN_SANDBOX))

async function fill(sandbox: SandboxId): Promise<void> {
  const made = Array.from({ length: SMALL.keys }, () => instance.execute('CreateKey', {}, caller(sandbox)))
  const [first] = await Promise.all(made)
  const KeyId = first?.KeyMetadata?.KeyId ?? ''
  const Plaintext = Buffer.from('x')
  const calls = Array.from({ length: SMALL.calls }, () =>
    instance.execute('Encrypt', { KeyId, Plaintext }, caller(sandbox)),
  )
  await Promise.all(calls)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function round(id: SandboxId): Promise<Readonly<Record<string, number>>> {
  const create = await timed(() => admin('CreateSandbox', { name: id }))
  await fill(id)
  const read = await timed(() => admin('GetSandbox', { id }))
  const snapshot = await timed(() => admin('CreateSnapshot', { id, name: 'a' }))
  await fill(id)
  const restore = await timed(() => admin('RestoreSnapshot', { id, name: 'a' }))
  await fill(id)
  const reset = await timed(() => admin('ResetSandbox', { id }))
  await fill(id)
  return { create, read, snapshot, restore, reset, delete: await timed(() => admin('DeleteSandbox', { id })) }
}

async function year(): Promise<void> {
  const id = 'rotating' as SandboxId
  await admin('CreateSandbox', { name: id, clock: { freeze: true } })
  const keys = Array.from({ length: ROTATING }, async () => {
    const { KeyMetadata } = await instance.execute('CreateKey', {}, caller(id))
    const KeyId = KeyMetadata?.KeyId ?? ''
    await instance.execute('EnableKeyRotation', { KeyId }, caller(id))
  })
  await Promise.all(keys)
  const took = await timed(async () => {
    const { changedKeys } = await admin('MoveClock', { id, advance: 'P1Y' })
    if (changedKeys !== ROTATING) throw new Error(`${changedKeys} keys rotated, not ${ROTATING}`)
  })
  console.log(`a year with ${ROTATING} rotating keys  ${took.toFixed(0)} ms`)
}

try {
  await round('warm-up' as SandboxId)
  const rounds: Readonly<Record<string, number>>[] = []
  for (let n = 0; n < ROUNDS; n++) rounds.push(await round(`small-${n}` as SandboxId))
  for (const act of Object.keys(rounds[0] ?? {})) {
    const times = rounds.map((times) => times[act] ?? Number.NaN)
    console.log(`${act.padEnd(9)} median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`)
  }
  await year()
} finally {
  await instance.close()
  rmSync(folder, { recursive: true })
}
