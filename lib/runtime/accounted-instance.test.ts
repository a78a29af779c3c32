import { expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller, RequestSource, Transaction } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { OTHER_REGION } from '#testing/harness.ts'
import { parseConfig } from './config.ts'
import type { Instance } from './instance.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'
import { verify } from './verify.ts'

const inFolder = folderPerTest()

const sourceOf = ({ ids }: Instance, face: RequestSource['face']): RequestSource => {
  return { id: ids.uuid() as RequestId, face, sourceIp: '192.0.2.1', userAgent: 'test' }
}

/** Something of all that writes: every service, a Region that was not used before, a console session. */
async function useEverything(instance: Instance): Promise<void> {
  const { accountId: account, region } = instance.config
  const callerIn = (place: string): Caller => ({
    principal: rootPrincipal(account),
    scope: { sandbox: MAIN_SANDBOX, account, region: place as typeof region },
    request: sourceOf(instance, 'wire'),
  })
  const caller = callerIn(region)
  const { KeyMetadata } = await instance.execute('CreateKey', {}, caller)
  const KeyId = KeyMetadata?.KeyId ?? ''
  await instance.execute('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId }, caller)
  await instance.execute('Encrypt', { KeyId, Plaintext: Buffer.from('a') }, caller)
  await instance.execute('CreateKey', {}, callerIn(OTHER_REGION))
  await instance.iam.execute('CreateUser', { UserName: 'ada' }, caller)
  await instance.admin.execute('CreateAccount', {}, caller)
}

it('an instance commits no change of a row without an event, so that its log accounts for all of them', async () => {
  const committed: Transaction[] = []
  const config = parseConfig({ KEYSTEAD_DATA_DIR: inFolder('data') }, inFolder('.'))
  const { instance, facts } = await start(config, 'http://127.0.0.1:3000', createLog('off'), {
    async openStore(options) {
      const store = await openPrismaStore(options)
      return {
        ...store,
        commit(transaction) {
          committed.push(transaction)
          return store.commit(transaction)
        },
      }
    },
  })
  await useEverything(instance)
  const { password } = facts.credentials.password
  const source = sourceOf(instance, 'console')
  const session = await instance.sessions.signIn({ userName: 'admin', password, source })
  if (session.kind !== 'signed-in') throw new Error(session.kind)
  await instance.sessions.find(session.token)
  await instance.sessions.revoke(session.token, source)
  await instance.close()

  const bare = committed.filter(({ writes, events }) => writes.length > 0 && events.length === 0)
  const tables = bare.flatMap(({ writes }) => writes.map(({ table }) => table))
  expect(new Set(tables)).toEqual(new Set(['checkpoint']))
  const { lines } = await verify({ database: config.database, rows: true }, () => undefined)
  expect(lines.at(-1)).toBe('sound')
})
