import { expect, it, vi } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { folderPerTest } from '#testing/folder.ts'
import { clusterStore, externalStore, PASSWORD } from '#testing/key-stores.ts'
import { parseConfig } from './config.ts'
import type { Instance } from './instance.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'
import { verify } from './verify.ts'

const inFolder = folderPerTest()
const VPC = {
  XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE',
  XksProxyVpcEndpointServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
} as const

function callerOf({ config, ids }: Instance): Caller {
  const { accountId: account, region } = config
  const request = { id: ids.uuid() as RequestId, face: 'wire', sourceIp: '192.0.2.1', userAgent: 'test' } as const
  return { principal: rootPrincipal(account), scope: { sandbox: MAIN_SANDBOX, account, region }, request }
}

it('the rows of key stores and clusters are accounted for in the log, and last through a restart', async () => {
  const config = parseConfig({ KEYSTEAD_DATA_DIR: inFolder('data') }, inFolder('.'))
  const open = async () => (await start(config, 'http://127.0.0.1:3000', createLog('off'))).instance
  const first = await open()
  const caller = callerOf(first)
  await first.execute('CreateCustomKeyStore', externalStore(VPC), caller)
  const cluster = await first.admin.execute('CreateSimulatedCluster', { kmsuserPassword: PASSWORD }, caller)
  const input = clusterStore({ clusterId: cluster.clusterId, trustAnchor: cluster.trustAnchorCertificate })
  const { CustomKeyStoreId = '' } = await first.execute('CreateCustomKeyStore', input, caller)
  await first.execute('ConnectCustomKeyStore', { CustomKeyStoreId }, caller)
  const stateOf = async () => {
    const { CustomKeyStores } = await first.execute('DescribeCustomKeyStores', { CustomKeyStoreId }, caller)
    return CustomKeyStores?.[0]?.ConnectionState
  }
  await vi.waitFor(async () => expect(await stateOf()).toBe('CONNECTED'))
  const made = await first.execute('CreateKey', { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }, caller)
  const KeyId = made.KeyMetadata?.KeyId ?? ''
  const { CiphertextBlob } = await first.execute('Encrypt', { KeyId, Plaintext: Buffer.from('a') }, caller)
  await first.close()

  const { lines } = await verify({ database: config.database, rows: true }, () => undefined)
  expect(lines.at(-1)).toBe('sound')
  const second = await open()
  const opened = await second.execute('Decrypt', { ...(CiphertextBlob && { CiphertextBlob }) }, callerOf(second))
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('a')
  await second.close()
})
