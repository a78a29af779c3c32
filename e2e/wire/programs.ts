import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { Server } from '../support/server.ts'
import { REGION } from './clients.ts'

export const run = promisify(execFile)

/** Whether a program is on this machine, and works: tests that need it are skipped by its name where it is not. */
export function runs(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

export const hasAws = runs('aws', '--version')
export const hasOpenssl = runs('openssl', 'version')

/** What a program of AWS needs to know, and nothing of the machine's own settings. */
export function environmentOf({ dataDir, accessKeyId, secretAccessKey }: Server): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    PATH: process.env.PATH,
    HOME: dataDir,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

/** A command of the AWS CLI, with its answer; undefined where it has none. */
export async function aws(server: Server, ...args: string[]): Promise<unknown> {
  const options = [...args, '--endpoint-url', server.url, '--output', 'json']
  const { stdout } = await run('aws', options, { env: environmentOf(server) })
  return stdout === '' ? undefined : JSON.parse(stdout)
}
