import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { openPkcs8 } from '../key-pair.ts'
import { CryptoThreads } from './crypto-threads.ts'

const threads = new CryptoThreads({ generation: 1, privateKey: 1 })
afterAll(() => threads.close())

/** The nice value of each thread of this process, by thread id (proc_pid_stat(5), field 19). */
function niceValues(): Map<number, number> {
  const folder = '/proc/self/task'
  return new Map(
    readdirSync(folder).map((id) => {
      const stat = readFileSync(`${folder}/${id}/stat`, 'utf8')
      // The name of the thread stands in brackets and may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [Number(id), Number(fields[16])]
    }),
  )
}

/** Counts the turns of the event loop until the work has ended. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  let turns = 0
  while (!isDone) {
    turns += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  await done
  return turns
}

describe('CryptoThreads', () => {
  it('generates an RSA key while the event loop turns', async () => {
    const work = threads.generateRsa(2048)
    // A loop that is blocked by the work turns once or twice.
    expect(await turnsDuring(work)).toBeGreaterThan(10)
    const { publicKey } = openPkcs8(await work)
    expect(publicKey.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65_537n })
  })

  it.skipIf(process.platform !== 'linux')('lowers the priority of the generating thread, and of no other', async () => {
    const before = niceValues().get(process.pid)
    const fresh = new CryptoThreads({ generation: 1, privateKey: 1 })
    const lowered = () => [...niceValues().values()].filter((nice) => nice === 19).length
    const already = lowered()
    await fresh.generateRsa(2048)
    expect(lowered()).toBe(already + 1)
    await fresh.readRsa(Buffer.alloc(1), 2048)
    expect(lowered()).toBe(already + 1)
    expect(niceValues().get(process.pid)).toBe(before)
    await fresh.close()
    expect(lowered()).toBe(already)
  })

  it('answers in memory of its own', async () => {
    const { privateKey } = openPkcs8(await threads.generateRsa(2048))
    const block = Buffer.alloc(256, 1)
    const answer = await threads.rsaPrivate(privateKey, block)
    expect(answer.buffer.byteLength).toBe(answer.length)
    expect(block).toEqual(Buffer.alloc(256, 1))
  })

  it('rejects a block that is not below the modulus, and goes on', async () => {
    const { privateKey } = openPkcs8(await threads.generateRsa(2048))
    await expect(threads.rsaPrivate(privateKey, Buffer.alloc(256, 0xff))).rejects.toThrow()
    expect(await threads.decryptOaep(privateKey, 'sha256', Buffer.alloc(256, 1))).toBeUndefined()
  })

  it('ends on close: it takes no more jobs', async () => {
    const closed = new CryptoThreads()
    await closed.close()
    await expect(closed.generateRsa(2048)).rejects.toThrow('the crypto threads are closed')
  })

  it('keeps no process alive', async () => {
    const module = new URL('./crypto-threads.ts', import.meta.url).href
    const script = `
      import { CryptoThreads } from ${JSON.stringify(module)}
      const alive = setInterval(() => {}, 1000)
      const pkcs8 = await new CryptoThreads().generateRsa(2048)
      console.log(pkcs8.length > 1000)
      clearInterval(alive)
    `
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    expect((await run).stdout).toBe('true\n')
  })
})
