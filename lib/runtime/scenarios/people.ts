import { identityArn } from '#iam/ports.ts'
import { createRoles } from '#iam/roles.ts'
import { createMint, type MintPorts } from '#iam/temporary.ts'
import type { AccountId, Region, RequestId, SandboxId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import type { Caller, Credential, Identities, Store } from '#kms/ports.ts'
import { findRegion } from '#model/regions.ts'
import type { Origin, Who } from '../../../e2e/scenarios/scenario.ts'

export interface PeoplePorts extends MintPorts {
  readonly store: Store
  readonly identities: Pick<Identities, 'credential'>
  readonly ids: Ids
}

const HERE: Origin = { sourceIp: '127.0.0.1', userAgent: 'keystead-scenario' }

export interface Place {
  readonly sandbox: SandboxId
  readonly account: AccountId
  readonly region: Region
}

type Keys = Pick<Credential, 'accessKeyId' | 'secretAccessKey'> & { readonly sessionToken?: string }

/** The people of a scenario's sandbox: who acts in it, with their real credentials. */
export function peopleOf(place: Place, ports: PeoplePorts) {
  const accountOf = ({ account }: Who) => (account ?? place.account) as AccountId

  async function keysOf(who: Who): Promise<Keys> {
    const { as = 'root' } = who
    const account = accountOf(who)
    const role = /^role\/(.+)$/.exec(as)?.[1]
    return role === undefined ? longTerm(account, as) : session(account, role)
  }

  async function longTerm(account: AccountId, as: string): Promise<Keys> {
    const { sandbox } = place
    const rows = await ports.store.accessKeys({ sandbox, account }, as === 'root' ? null : as)
    const row = rows.find(({ status }) => status === 'Active')
    const found = row && (await ports.identities.credential(row.accessKeyId))
    if (!found || found === 'expired') throw new Error(`${as} of the account ${account} has no access key in force`)
    return found
  }

  async function session(account: AccountId, name: string): Promise<Keys> {
    const { sandbox } = place
    const arn = identityArn({ account, kind: 'role', path: '/', name })
    const role = await createRoles(ports.store).role(sandbox, arn)
    if (!role) throw new Error(`the account ${account} has no role ${name}`)
    const said = { mfa: false, policies: [], tags: role.tags }
    return createMint(ports)({ sandbox, principal: role.as('scenario'), seconds: 900, session: said })
  }

  return {
    regionOf,
    keysOf,
    /** For the services that are called in this process. */
    async caller(who: Who = {}): Promise<Caller> {
      const { accessKeyId, sessionToken } = await keysOf(who)
      const credential = await ports.identities.credential(accessKeyId, sessionToken)
      if (!credential || credential === 'expired') throw new Error(`nobody calls with ${accessKeyId}`)
      const { principal, session, tags } = credential
      return {
        ...{ principal, accessKeyId, ...(session && { session }), ...(tags && { tags }) },
        scope: { sandbox: place.sandbox, account: principal.account, region: regionOf(who) },
        request: { id: ports.ids.uuid() as RequestId, face: 'wire', ...(who.from ?? HERE) },
      }
    },
  }

  function regionOf({ region = place.region }: Who): Region {
    return regionNamed(region)
  }
}

export function regionNamed(name: string): Region {
  const found = findRegion(name)
  if (!found) throw new Error(`there is no Region ${name}`)
  return found.region
}
