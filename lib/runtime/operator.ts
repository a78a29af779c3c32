import type { AdminInput, AdminOperationName, AdminOutput } from '#admin/execute.ts'
import type { RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { isStoreError } from '#store/errors.ts'
import { lockOwner } from '#store/lock.ts'
import type { Config } from './config.ts'
import { publicOrigin } from './config.ts'
import { adminCredentials } from './credentials.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'

/** Why an operator's command was not done, in words. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const PATHS: Readonly<Record<AdminOperationName, readonly [method: Method, path: string]>> = {
  CreateAccount: ['POST', '/_keystead/accounts'],
  ListAccounts: ['GET', '/_keystead/accounts'],
  CreateSimulatedCluster: ['POST', '/_keystead/clusters'],
  ListSimulatedClusters: ['GET', '/_keystead/clusters'],
  UpdateSimulatedCluster: ['PUT', '/_keystead/clusters'],
  DeleteSimulatedCluster: ['DELETE', '/_keystead/clusters'],
  ExplainCall: ['GET', '/_keystead/explain'],
  ProveEvent: ['GET', '/_keystead/proof'],
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
  try {
    return await byThisProcess(name, input, config)
  } catch (error) {
    const url = isStoreError(error) && error.code === 'locked' ? lockOwner(config.database)?.url : undefined
    if (url === undefined) throw error
    return byServer(name, input, config, url)
  }
}

async function byThisProcess<N extends AdminOperationName>(name: N, input: AdminInput<N>, config: Config) {
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
  const [method, path] = PATHS[name]
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const target = new URL(path, url)
  if (method === 'GET')
    for (const [member, value] of Object.entries(input)) target.searchParams.set(member, String(value))
  const body = method === 'GET' ? null : JSON.stringify(input)
  const answer = await fetch(target, { method, headers, body }).catch((cause: unknown) => {
    throw new OperatorError(`The server at ${url} owns the data and does not answer. Try again once it does.`, {
      cause,
    })
  })
  const told = await answer.json()
  if (!answer.ok) throw new OperatorError(told.message)
  return told as AdminOutput<N>
}
