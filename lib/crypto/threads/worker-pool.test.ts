import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { WorkerPool } from './worker-pool.ts'

/** A thread that answers with the job's text, and does what the job says. */
const SOURCE = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', (job) => {
    if (job === 'crash') throw new Error('out of order')
    if (job === 'exit') process.exit(3)
    if (job === 'hang') return
    if (job === 'fail') parentPort.postMessage({ kind: 'failed', message: 'no such luck' })
    else parentPort.postMessage({ kind: 'done', bytes: new TextEncoder().encode(job) })
  })
`

const pools: WorkerPool<unknown>[] = []
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))

function poolOf(size: number): { pool: WorkerPool<unknown>; spawned: Worker[] } {
  const spawned: Worker[] = []
  const spawn = () => {
    const worker = new Worker(SOURCE, { eval: true, execArgv: [] })
    spawned.push(worker)
    return worker
  }
  const pool = new WorkerPool<unknown>(spawn, size)
  pools.push(pool)
  return { pool, spawned }
}

const text = async (answer: Promise<Buffer | undefined>) => (await answer)?.toString()

describe('WorkerPool', () => {
  it('starts no thread before it has a job, and no more than its size', async () => {
    const { pool, spawned } = poolOf(2)
    expect(spawned).toHaveLength(0)
    const jobs = ['a', 'b', 'c', 'd', 'e']
    expect(await Promise.all(jobs.map((job) => text(pool.run(job))))).toEqual(jobs)
    expect(spawned).toHaveLength(2)
  })

  it('uses a thread that is idle before it starts another', async () => {
    const { pool, spawned } = poolOf(2)
    for (const job of ['a', 'b', 'c']) expect(await text(pool.run(job))).toBe(job)
    expect(spawned).toHaveLength(1)
  })

  it('takes jobs in the order in which they came', async () => {
    const { pool } = poolOf(1)
    const order: string[] = []
    await Promise.all(['a', 'b', 'c', 'd'].map((job) => pool.run(job).then(() => order.push(job))))
    expect(order).toEqual(['a', 'b', 'c', 'd'])
  })

  it.each(['crash', 'exit'])(
    'rejects the job of a thread that ends by %s, and only that; the next has it replaced',
    async (end) => {
      const { pool, spawned } = poolOf(1)
      const [before, fatal, after] = [pool.run('a'), pool.run(end), pool.run('b')]
      const rejected = expect(fatal).rejects.toThrow(end === 'crash' ? 'out of order' : 'exit code 3')
      expect(await text(before)).toBe('a')
      await rejected
      expect(await text(after)).toBe('b')
      expect(await text(pool.run('c'))).toBe('c')
      expect(spawned).toHaveLength(2)
    },
  )

  it('replaces a thread that ended while it was idle', async () => {
    const { pool, spawned } = poolOf(1)
    await pool.run('a')
    await spawned[0]?.terminate()
    expect(await text(pool.run('b'))).toBe('b')
    expect(spawned).toHaveLength(2)
  })

  it('passes on the failure of a job, and keeps the thread', async () => {
    const { pool, spawned } = poolOf(1)
    await expect(pool.run('fail')).rejects.toThrow('no such luck')
    expect(await text(pool.run('a'))).toBe('a')
    expect(spawned).toHaveLength(1)
  })

  it('rejects a job that cannot be sent, and keeps the thread', async () => {
    const { pool, spawned } = poolOf(1)
    await expect(pool.run(() => 'a function')).rejects.toThrow('could not be cloned')
    expect(await text(pool.run('a'))).toBe('a')
    expect(spawned).toHaveLength(1)
  })

  it('rejects on close what runs and what waits, and everything after', async () => {
    const { pool } = poolOf(1)
    const settled = Promise.allSettled([pool.run('hang'), pool.run('a')])
    await pool.close()
    const reasons = (await settled).map((result) =>
      result.status === 'rejected' ? String(result.reason) : result.status,
    )
    expect(reasons).toEqual(Array(2).fill('Error: the crypto threads are closed'))
    await expect(pool.run('a')).rejects.toThrow('the crypto threads are closed')
    await pool.close()
  })

  it('has at least one thread', () => {
    for (const size of [0, -1, Number.NaN]) expect(() => poolOf(size)).toThrow(RangeError)
  })
})
