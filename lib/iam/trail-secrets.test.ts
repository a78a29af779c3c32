import { beforeEach, describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { traceOf } from '#testing/canary.ts'
import { ACCOUNT, OTHER_ACCOUNT } from '#testing/harness.ts'
import { allowing, type IamHarness, openIamHarness, refusalOf, trusting } from '#testing/iam-harness.ts'

let core: IamHarness
beforeEach(async () => {
  core = await openIamHarness()
})

/** Every event of both accounts, in all Regions. */
async function everything(): Promise<string> {
  const place = { sandbox: MAIN_SANDBOX, filters: [], limit: 10_000 }
  const logs = [ACCOUNT, OTHER_ACCOUNT].map((account) => core.ports.store.events({ ...place, account }))
  return (await Promise.all(logs))
    .flat()
    .map(({ text }) => text)
    .join('\n')
}

const CANARY = 'Th3CanaryOfTheColonelSngs'

describe('the secrets of IAM and STS leave no trace in the log', () => {
  it('of an access key: its secret', async () => {
    await core.call('CreateUser', { UserName: 'alice' })
    const { AccessKey } = await core.call('CreateAccessKey', { UserName: 'alice' })
    const text = await everything()
    expect(text).toContain(AccessKey.AccessKeyId)
    expect(traceOf(AccessKey.SecretAccessKey, text)).toBeUndefined()
  })

  it('of temporary credentials: secret and token, of a user, of a role and of another account’s role', async () => {
    const theirs = core.caller({ account: OTHER_ACCOUNT })
    const alice = await core.user('alice', allowing('sts:*'))
    const AssumeRolePolicyDocument = JSON.stringify(trusting(`arn:aws:iam::${ACCOUNT}:root`))
    const asked = { RoleSessionName: 'session', ExternalId: 'external' }
    const roles = [core.caller(), theirs].map((as) =>
      core.call('CreateRole', { RoleName: 'App', AssumeRolePolicyDocument }, as),
    )
    const [own, other] = await Promise.all(roles)
    const sessions = [
      await core.sts.execute('GetSessionToken', {}, alice),
      await core.sts.execute('AssumeRole', { ...asked, RoleArn: own?.Role.Arn ?? '' }, alice),
      await core.sts.execute('AssumeRole', { ...asked, RoleArn: other?.Role.Arn ?? '' }, alice),
    ]
    for (const { Credentials } of sessions) {
      if (!Credentials) throw new Error('no credentials were given')
      const caller = await core.callerWith({
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken: Credentials.SessionToken,
      })
      await core.sts.execute('GetCallerIdentity', {}, caller)
      const text = await everything()
      expect(text).toContain(Credentials.AccessKeyId)
      for (const secret of [Credentials.SecretAccessKey, Credentials.SessionToken]) {
        expect(traceOf(secret, text)).toBeUndefined()
      }
    }
  })

  it.each(['271828', CANARY])('of a device for multi-factor authentication: its code, be it %s', async (TokenCode) => {
    const SerialNumber = `arn:aws:iam::${ACCOUNT}:mfa/alice`
    const alice = await core.user('alice', allowing('sts:*'))
    await refusalOf(core.sts.execute('GetSessionToken', { SerialNumber, TokenCode }, alice))
    const text = await everything()
    expect(text).toContain('"eventName":"GetSessionToken"')
    expect(text.includes(TokenCode)).toBe(false)
  })
})
