import type { AdminInput, AdminOperationName, AdminOutput } from '#admin/execute.ts'
import type { RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { lockOwner } from '#store/lock.ts'
import { targetOf } from '#wire/admin-routes.ts'
import type { Config } from './config.ts'
import { publicOrigin } from './config.ts'
import { adminCredentials } from './credentials.ts'
import { createLog } from './log.ts'

export type { AdminInput, AdminOperationName }

/** Why an operator's command was not done, in words. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}

/**
 * Runs an operation of the administration on the data of a configuration: through the server that owns it where one
 * runs, else by this process, which owns it meanwhile. Throws OperatorError with the server's words.
 */
export async function administer<N extends AdminOperationName>(
  name: N,
  input: AdminInput<N>,
  config: Config,
): Promise<AdminOutput<N>> {
  const url = lockOwner(config.database)?.url
  return url === undefined ? byThisProcess(name, input, config) : byServer(name, input, config, url)
}

async function byThisProcess<N extends AdminOperationName>(name: N, input: AdminInput<N>, config: Config) {
  // All of the system: a command that a server does need not load it.
  const { start } = await import('./start.ts')
  const { instance } = await start(config, publicOrigin(config, config.port), createLog('error'), { serves: false })
  try {
    return await instance.admin.execute(name, input, operator(config))
  } finally {
    await instance.close()
  }
}

function operator({ account, region }: Config): Caller {
  const request = {
    id: systemIds.uuid() as RequestId,
    face: 'wire',
    sourceIp: '127.0.0.1',
    userAgent: 'keystead',
  } as const
  return { principal: rootPrincipal(account), scope: { sandbox: MAIN_SANDBOX, account, region }, request }
}

async function byServer<N extends AdminOperationName>(name: N, input: AdminInput<N>, config: Config, url: string) {
  const { id, secret } = adminCredentials(config, systemSecrets).accessKey
  const { method, path, rest } = targetOf(name, { ...input })
  const text = name === 'ApplyFixture' && 'fixture' in input ? String(input.fixture) : undefined
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const headers = { authorization, 'content-type': text === undefined ? 'application/json' : 'application/yaml' }
  const target = new URL(path, url)
  if (method === 'GET')
    for (const [member, value] of Object.entries(rest)) target.searchParams.set(member, String(value))
  const body = method === 'GET' ? null : (text ?? JSON.stringify(rest))
  const answer = await fetch(target, { method, headers, body }).catch((cause: unknown) => {
    throw new OperatorError(`The server at ${url} owns the data and does not answer. Try again once it does.`, {
      cause,
    })
  })
  const isYaml = answer.headers.get('content-type')?.startsWith('application/yaml')
  const told = isYaml ? { fixture: await answer.text() } : await answer.json()
  if (!answer.ok) throw new OperatorError(told.message)
  return told as AdminOutput<N>
}
