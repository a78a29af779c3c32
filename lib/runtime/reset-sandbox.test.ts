import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RequestId, SandboxId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { parseConfig } from './config.ts'
import type { Instance } from './instance.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'

const inFolder = folderPerTest()
const [A, B] = ['a' as SandboxId, 'b' as SandboxId]
const KEY = { AccessKeyId: 'AKIAI44QH8DHBEXAMPLE', SecretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
const fixture = { keystead: 1, accounts: [{ Users: [{ UserName: 'alice', AccessKeys: [KEY] }] }] }

let instance: Instance
/** Whether access keys that are elsewhere are seen before the writer finds them. */
let looks = true

beforeEach(async () => {
  looks = true
  const config = parseConfig({ KEYSTEAD_DATA_DIR: inFolder('data') }, inFolder('.'))
  const started = await start(config, 'http://127.0.0.1:3000', createLog('off'), {
    async openStore(options) {
      const rows = await openPrismaStore(options)
      return { ...rows, takenAccessKeys: async (...asked) => (looks ? rows.takenAccessKeys(...asked) : []) }
    },
  })
  instance = started.instance
  // Freed in the one sandbox, then used in the other.
  await create(A)
  await deleteKey(A)
  await create(B)
})
afterEach(() => instance.close())

const callerIn = (sandbox: SandboxId): Caller => ({
  principal: rootPrincipal(instance.config.accountId),
  scope: { sandbox, account: instance.config.accountId, region: instance.config.region },
  request: { id: instance.ids.uuid() as RequestId, face: 'wire', sourceIp: '192.0.2.1', userAgent: 'test' },
})
const create = (name: SandboxId) => instance.admin.execute('CreateSandbox', { name, fixture }, callerIn(MAIN_SANDBOX))
const deleteKey = (sandbox: SandboxId) =>
  instance.iam.execute('DeleteAccessKey', { UserName: 'alice', AccessKeyId: KEY.AccessKeyId }, callerIn(sandbox))
const reset = () => instance.admin.execute('ResetSandbox', { id: A }, callerIn(MAIN_SANDBOX))
const ownerOf = async () => {
  const found = await instance.identities.credential(KEY.AccessKeyId)
  return typeof found === 'object' ? found.sandbox : found
}

it('a reset that needs an access key of another sandbox is refused, and names both, while that has it', async () => {
  await expect(reset()).rejects.toMatchObject({
    code: 'ConflictException',
    message: expect.stringContaining('The access key AKIAI44QH8DHBEXAMPLE of that time is in b now'),
  })
  expect(await ownerOf()).toBe(B)
  expect(await instance.health()).toEqual({ ok: true })
  await deleteKey(B)
  await reset()
  expect(await ownerOf()).toBe(A)
})

it('one that finds it only when it is written fails by itself: the log can be written, and calls go on', async () => {
  looks = false
  await expect(reset()).rejects.toMatchObject({ code: 'InternalFailure' })
  expect(await instance.health()).toEqual({ ok: true })
  expect(await ownerOf()).toBe(B)
  await instance.execute('CreateKey', {}, callerIn(A))
})
