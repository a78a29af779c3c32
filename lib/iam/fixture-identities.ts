import type { AccountId, SandboxId } from '#kernel/ids.ts'
import type { Identities } from '#kms/ports.ts'
import { identityArn, parseIdentityArn, parseSessionArn } from './domain/arn.ts'
import { describeAccount } from './fixture/describe.ts'
import { withoutGoneOf } from './fixture/gone.ts'
import { IdentityMaker } from './fixture/make.ts'
import { IamStage } from './fixture/stage.ts'
import type { FixtureIdentities, FixtureIdentityLists } from './ports/fixture.ts'
import type { IamPorts } from './ports.ts'

/** `ports`: those of the service, on a draft. `reserved`: access key ids that nothing may take. */
export function createFixtureIdentities(ports: IamPorts, reserved: ReadonlySet<string>): FixtureIdentities {
  const maker = new IdentityMaker(new IamStage(ports), reserved)
  return {
    make: (account, place, now, fault) => maker.make({ account, place, now, fault }),
    describe: async (place, shows) =>
      withoutGoneOf(await describeAccount(place, shows, ports), place, ports.identities),
  }
}

/**
 * Who exists once a fixture is applied, so that its policies can name whoever it makes, in any order. `declared` are the
 * accounts of the fixture.
 */
export function withDeclared(
  identities: Identities,
  sandbox: SandboxId,
  declared: ReadonlyMap<AccountId, FixtureIdentityLists>,
): Identities {
  const users = [...declared].flatMap(([account, { Users = [] }]) =>
    Users.map(({ Path: path = '/', UserName: name }) => identityArn({ account, kind: 'user', path, name })),
  )
  const roles = [...declared].flatMap(([account, { Roles = [] }]) =>
    Roles.map(({ Path: path = '/', RoleName: name }) => ({ account, kind: 'role' as const, path, name })),
  )
  const arns = new Set([...users, ...roles.map(identityArn)])
  const sessions = new Set(roles.map(({ account, name }) => `${account}/${name}`))
  return {
    ...identities,
    async principalExists(of, arn) {
      const session = parseSessionArn(arn)
      const isDeclared = session ? sessions.has(`${session.account}/${session.roleName}`) : arns.has(arn)
      if (of === sandbox && isDeclared) return 'exists'
      const known = await identities.principalExists(of, arn)
      const account = session?.account ?? parseIdentityArn(arn)?.account
      // An account that is made by the fixture has nobody but those it declares.
      return known === 'unknown' && account !== undefined && declared.has(account) ? 'missing' : known
    },
  }
}
