import type { KMSClient } from '@aws-sdk/client-kms'
import type { Admin } from '#admin/execute.ts'
import type { Iam } from '#iam/execute.ts'
import type { AccountId } from '#kernel/ids.ts'
import type { Caller, Clocks } from '#kms/ports.ts'
import type { Sts } from '#sts/execute.ts'
import type { Look, Memory, Who, World } from '../../../e2e/scenarios/scenario.ts'
import type { Integrations } from '../integrations.ts'
import { entriesOf } from './log.ts'
import { type PeoplePorts, type Place, peopleOf } from './people.ts'
import type { ClientOf } from './wire-clients.ts'

export interface LookParts {
  readonly ports: PeoplePorts & { readonly clocks: Clocks }
  readonly iam: Iam
  readonly integrations: Integrations
  readonly clientOf: (of: ClientOf) => KMSClient
}

export interface WorldParts extends LookParts {
  readonly sts: Sts
  readonly admin: Admin
}

/** What a scenario's checks see of its sandbox. */
export function lookAt(place: Place, memory: Memory, { ports, iam, integrations, clientOf }: LookParts): Look {
  const people = peopleOf(place, ports)
  return {
    ...{ account: place.account, region: place.region, memory },
    now: () => new Date(ports.clocks.of(place.sandbox).now()),
    kms: (who = {}) =>
      clientOf({
        ...{ region: people.regionOf(who), credentials: () => people.keysOf(who) },
        ...{ maxAttempts: who.attempts ?? 1, ...(who.from && { from: who.from }) },
      }),
    iam: async (name, input, who) => iam.execute(name, input, await people.caller(who)),
    service: async (service, operation, input, who) => ({
      ...(await integrations.execute(service, operation, input, await people.caller(who))),
    }),
    log: (asked = {}) =>
      entriesOf({ sandbox: place.sandbox, account: (asked.account ?? place.account) as AccountId }, asked, ports.store),
  }
}

/** What its actions can do. `administrator` is who plays it: the sandbox is handled in that name. */
export function worldOf(place: Place, memory: Memory, administrator: Caller, parts: WorldParts): World {
  const look = lookAt(place, memory, parts)
  const { sts, admin, ports } = parts
  const people = peopleOf(place, ports)
  const { sandbox: id } = place
  return {
    ...look,
    sts: async (name, input, who) => sts.execute(name, input, await people.caller(who)),
    async person(UserName, policy, account) {
      const who: Who = account === undefined ? {} : { account }
      await look.iam('CreateUser', { UserName }, who)
      if (policy) {
        const PolicyDocument = JSON.stringify(policy)
        await look.iam('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument }, who)
      }
      await look.iam('CreateAccessKey', { UserName }, who)
    },
    async newAccount(accountId, name) {
      const { scope } = await people.caller()
      await admin.execute('CreateAccount', { accountId, name }, { ...administrator, scope })
    },
    credentials: people.keysOf,
    sandbox: {
      async advance(duration) {
        await admin.execute('MoveClock', { id, advance: duration }, administrator)
      },
      async setFaults(faults) {
        await admin.execute('SetFaults', { id, faults }, administrator)
      },
      async setQuotas(profile) {
        await admin.execute('SetQuotas', { id, profile }, administrator)
      },
    },
  }
}
