import { type CloudTrail, createCloudTrail } from '#cloudtrail/execute.ts'
import type { Iam, IamInput, IamOperationName, IamOutput } from '#iam/execute.ts'
import { createIam } from '#iam/execute.ts'
import { createIdentities } from '#iam/identities.ts'
import type { TemporaryCredentials } from '#iam/ports.ts'
import { createRoles } from '#iam/roles.ts'
import { createMint, type ForwardedFor, mintForwarded } from '#iam/temporary.ts'
import type { RequestId } from '#kernel/ids.ts'
import { isServiceError, type ServiceError } from '#kernel/service-error.ts'
import { createKms, type Kms } from '#kms/execute.ts'
import type { Caller, Identities, Ports } from '#kms/ports.ts'
import { createWhy, type Why } from '#kms/why.ts'
import { openMemoryStore } from '#store/open.ts'
import { createSts, type Sts } from '#sts/execute.ts'
import { createWire, type Wire } from '#wire/handle.ts'
import { ACCOUNT, type Harness, openHarness, REGION } from './harness.ts'

export const ROOT_KEY = { accessKeyId: 'AKIAROOTOFTHEFIRST', secretAccessKey: 'secret of the root' } as const

/** A key pair, with its token where it is temporary. */
export type Keys = Pick<TemporaryCredentials, 'accessKeyId' | 'secretAccessKey'> & { readonly sessionToken?: string }

/** The core with IAM, STS and the wire, and with the identities that IAM makes. */
export interface IamHarness
  extends Pick<Harness, 'ports' | 'bareMaterials' | 'seeds' | 'clock' | 'sandboxes' | 'caller' | 'events'> {
  readonly iam: Iam
  readonly sts: Sts
  readonly cloudTrail: CloudTrail
  readonly kms: Kms
  readonly why: Why
  readonly identities: Identities
  readonly wire: Wire
  /** Calls IAM, by default as the root user of the first account. */
  call<N extends IamOperationName>(name: N, input: IamInput<N>, caller?: Caller): Promise<IamOutput<N>>
  /** Who calls with these keys. */
  callerWith(keys: Keys): Promise<Caller>
  /** A new user with an access key, and with a policy where one is given: who calls with it. */
  user(name: string, policy?: object, as?: Caller): Promise<Caller>
  forwarded(principal: ForwardedFor, service: string): Promise<TemporaryCredentials>
}

export async function openIamHarness(more: Partial<Ports> = {}): Promise<IamHarness> {
  const core = await openHarness(openMemoryStore(), more)
  const { store, materials: vault, clocks, secrets } = core.ports
  const root = { account: ACCOUNT, ...ROOT_KEY, open: false }
  const identities = createIdentities({ store, vault, clock: core.clock, root })
  const ports = { ...core.ports, identities, vault }
  const minting = { vault, secrets, clocks }
  const iam = createIam(ports)
  const sts = createSts({ ...ports, roles: createRoles(store), mint: createMint(minting) })
  const kms = createKms(ports)
  const cloudTrail = createCloudTrail(ports)
  const log = { info: () => undefined, error: () => undefined }
  const wire = createWire({ kms, sts, iam, cloudTrail, identities, clock: core.clock, ids: ports.ids, log })
  const call: IamHarness['call'] = (name, input, caller = core.caller()) => iam.execute(name, input, caller)

  async function callerWith({ accessKeyId, sessionToken }: Keys): Promise<Caller> {
    const credential = await identities.credential(accessKeyId, sessionToken)
    if (credential === undefined || credential === 'expired') throw new Error(`nobody calls with ${accessKeyId}`)
    const { sandbox, principal, session, tags } = credential
    const scope = { sandbox, account: principal.account, region: REGION }
    const request = { ...core.caller().request, id: ports.ids.uuid() as RequestId }
    return { principal, scope, accessKeyId, request, ...(session && { session }), ...(tags && { tags }) }
  }

  return {
    ...{ iam, sts, cloudTrail, kms, identities, wire, call, callerWith },
    why: createWhy(ports),
    ...{
      ports: core.ports,
      bareMaterials: core.bareMaterials,
      seeds: core.seeds,
      clock: core.clock,
      sandboxes: core.sandboxes,
      caller: core.caller,
      events: core.events,
    },
    async user(UserName, policy, as) {
      await call('CreateUser', { UserName }, as)
      if (policy) {
        const PolicyDocument = JSON.stringify(policy)
        await call('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument }, as)
      }
      const { AccessKey } = await call('CreateAccessKey', { UserName }, as)
      return callerWith({ accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey })
    },
    forwarded: (principal, service) => mintForwarded(principal, service, minting),
  }
}

/** The error of a call that must fail with one of AWS's. */
export async function refusalOf(call: Promise<unknown>): Promise<ServiceError> {
  const outcome = await call.catch((error: unknown) => error)
  if (isServiceError(outcome)) return outcome
  throw new Error(`the call did not fail with an AWS error but gave ${String(outcome)}`, { cause: outcome })
}

/** A policy of one statement that allows. */
export const allowing = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  more = {},
) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
})

/** A trust policy of one statement. */
export const trusting = (AWS: string | readonly string[], more = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more }],
})
