import { describe, expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { openCollector } from '#testing/collector.ts'
import { folderPerTest } from '#testing/folder.ts'
import { parseConfig } from './config.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'

const inFolder = folderPerTest()

describe('a started instance', () => {
  it('counts and traces what the console calls, and leaves calls of the wire to the wire', async () => {
    await using collector = await openCollector()
    const environment = { KEYSTEAD_DATA_DIR: inFolder('data'), OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
    const config = parseConfig(environment, inFolder('.'))
    const { instance } = await start(config, 'http://127.0.0.1:3000', createLog('off'))
    const { account, region } = config
    const callerOf = (face: 'console' | 'wire'): Caller => {
      const request = { id: instance.ids.uuid() as RequestId, face, sourceIp: '127.0.0.1', userAgent: 'test' }
      return { principal: rootPrincipal(account), scope: { sandbox: MAIN_SANDBOX, account, region }, request }
    }
    await instance.execute('CreateKey', {}, callerOf('console'))
    await instance.iam.execute('ListUsers', {}, callerOf('console'))
    await instance.admin.execute('ListAccounts', {}, callerOf('console'))
    await instance.execute('ListKeys', {}, callerOf('wire'))
    const counted = (await instance.metrics.text()).match(/^keystead_requests_total.*$/gm)
    await instance.close()
    expect(counted).toEqual([
      'keystead_requests_total{face="console",service="kms",operation="CreateKey",code="OK"} 1',
      'keystead_requests_total{face="console",service="iam",operation="ListUsers",code="OK"} 1',
      'keystead_requests_total{face="console",service="admin",operation="ListAccounts",code="OK"} 1',
    ])
    const calls = collector.spans().filter(({ parentSpanId }) => parentSpanId === undefined)
    expect(calls.map(({ name }) => name)).toEqual(['KMS.CreateKey', 'IAM.ListUsers', 'ADMIN.ListAccounts'])
  })
})
