import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, isAbsolute } from 'node:path'
import { describe, expect, it } from 'vitest'
import { environment, follow, pickNode } from './node.mjs'

const MODULE = new URL('node.mjs', import.meta.url)

/** A process that runs `code` under `runNode`, as `npm start` does, and the first line that code prints. */
async function started(code) {
  const script = `process.exitCode = await (await import('${MODULE}')).runNode(['-e', ${JSON.stringify(code)}])`
  const outer = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(outer.stdout.setEncoding('utf8'), 'data')
  return { outer, line: line.trim() }
}

describe('pickNode', () => {
  it('gives an absolute path', () => {
    expect(isAbsolute(pickNode())).toBe(true)
  })
})

describe('environment', () => {
  it('puts the folder of Node first in PATH', () => {
    expect(environment('/opt/node/bin/node').PATH.split(delimiter)[0]).toBe(dirname('/opt/node/bin/node'))
  })
})

describe('follow', () => {
  it('gives the exit code', async () => {
    expect(await follow(spawn(process.execPath, ['-e', 'process.exit(7)']))).toBe(7)
  })

  it('gives 128 and the number of the signal that ended it', async () => {
    expect(await follow(spawn(process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"]))).toBe(137)
  })

  it('fails where the program cannot be started', async () => {
    await expect(follow(spawn('/nowhere/node', []))).rejects.toThrow('ENOENT')
  })
})

describe('runNode', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('passes %s on, and ends as the program ends', async (signal) => {
    const code = `process.once('${signal}', () => process.exit(5)); setInterval(() => {}, 1000); console.log('up')`
    const { outer, line } = await started(code)
    expect(line).toBe('up')
    outer.kill(signal)
    expect((await once(outer, 'close'))[0]).toBe(5)
  })

  it('runs a Node that is new enough', async () => {
    const { outer, line } = await started('console.log(process.versions.node)')
    expect(Number(line.split('.')[0])).toBeGreaterThanOrEqual(24)
    if (outer.exitCode === null) await once(outer, 'close')
  })
})
