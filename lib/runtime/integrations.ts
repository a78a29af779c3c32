import { callEvent } from '#audit/call-event.ts'
import type { Json } from '#audit/record.ts'
import { beginOn, type Log, recorded, recordRejected } from '#audit/recorded.ts'
import { infrastructureSession } from '#iam/infrastructure.ts'
import { createMint, type MintPorts, mintForwarded } from '#iam/temporary.ts'
import { createServices, type Described } from '#integrations/execute.ts'
import type { As, Credentials, Outcome } from '#integrations/ports.ts'
import { SERVICES } from '#integrations/ports.ts'
import { sha256Hex } from '#kernel/hash.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Ids } from '#kernel/random.ts'
import { AWS_ACCOUNT } from '#kernel/scope.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import { partitionOf } from '#kms/domain/arn.ts'
import type { Caller, Clocks, Identifiers, Store, Write } from '#kms/ports.ts'
import { findRegion } from '#model/regions.ts'
import { stateOf, writeOf } from './service-items.ts'

/** The services that encrypt by AWS KMS. Every call leaves its own event, beside those of the calls that it makes. */
export interface Integrations {
  /** All that can be called. */
  readonly operations: readonly Omit<Described, 'secrets'>[]
  /**
   * Answers what the service answers, with `KmsCalls`: what AWS KMS was asked for. `input` is what its members say.
   * Throws ServiceError; where AWS KMS refused, with its code, its words, and a member `kmsCall`.
   */
  execute(service: string, operation: string, input: unknown, caller: Caller): Promise<object>
  close(): Promise<void>
}

interface IntegrationParts extends MintPorts {
  /** Where the wire is reached from this process; undefined where it serves nobody. */
  readonly endpoint: string | undefined
  readonly store: Store
  readonly clocks: Clocks
  readonly ids: Ids
  readonly identifiers: Identifiers
}

const CLIENT_SECONDS = 900

export function createIntegrations(parts: IntegrationParts): Integrations {
  const { endpoint, identifiers, secrets, clocks, store } = parts
  const isKnownRegion = (name: string) => findRegion(name) !== undefined
  const services = createServices({ endpoint: endpoint ?? '', secrets, isKnownRegion })
  store.onRewind(services.forget)

  async function execute(named: string, operation: string, input: unknown, caller: Caller): Promise<object> {
    if (endpoint === undefined) throw new ServiceError('ServiceUnavailableException', 'No server runs.', 'server')
    const described = services.describe(named, operation)
    const log = beginOn(store)
    const drawn: Write[] = []
    const call = {
      ...{ service: described.service, operation, input, scope: caller.scope, requester: requesterOf(caller) },
      partition: partitionOf(caller.scope.region),
      now: clocks.of(caller.scope.sandbox).now(),
      state: stateOf(SERVICES[described.service], caller, store),
      async draw(kind: string) {
        const { uuid, writes } = await identifiers.draw(caller.scope, kind)
        drawn.push(...writes)
        return uuid
      },
      credentials: (as: As) => credentialsFor(as, caller, parts),
    }
    try {
      const { answer, kmsCalls } = await services.execute(call, (outcome) =>
        keep(outcome, drawn, described, { input, caller, log }, parts),
      )
      return { ...answer, KmsCalls: kmsCalls }
    } catch (thrown) {
      const error = isServiceError(thrown) ? thrown : failed(thrown)
      // An input that AWS KMS was asked about was read before: in any other a secret may stand under another name.
      const told = 'kmsCall' in error ? parametersOf(input, described) : null
      await recordRejected(log, [event(described, caller, parts, { error, requestParameters: told })], failed)
      throw error
    }
  }

  return { operations: services.operations, execute, close: services.close }
}

interface Asked {
  readonly input: unknown
  readonly caller: Caller
  readonly log: Log<Write>
}

/** Makes what a call changed durable, with its event. */
async function keep(
  outcome: Outcome,
  drawn: readonly Write[],
  described: Described,
  { input, caller, log }: Asked,
  parts: IntegrationParts,
) {
  const { answer, changes, kmsCalls } = outcome
  const writes = [...drawn, ...changes.map((change) => writeOf(change, SERVICES[described.service], caller))]
  const told = {
    requestParameters: parametersOf(input, described),
    responseElements: described.readOnly ? null : (answer as Json),
    additionalEventData: { kmsRequestIds: kmsCalls.map(({ requestId }) => requestId) },
  }
  let tries = 0
  await recorded(
    log,
    async () => {
      tries += 1
      // What it asked AWS KMS for is done: it cannot be planned anew.
      if (tries > 1) throw new ServiceError('ConflictException', 'What the call is about was changed meanwhile.')
      return { outcome: { answer }, writes, events: [event(described, caller, parts, told)] }
    },
    failed,
  )
}

/** Tells nothing of the cause, which goes to the log. */
const failed = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request could not be processed.', 'server', { cause })

interface Told {
  readonly requestParameters: Json
  readonly responseElements?: Json
  readonly additionalEventData?: Json
  readonly error?: ServiceError
}

function event(
  { service, operation, readOnly }: Described,
  caller: Caller,
  { ids, clocks }: IntegrationParts,
  told: Told,
) {
  return callEvent({
    caller,
    eventId: ids.uuid(),
    time: clocks.of(caller.scope.sandbox).now(),
    wallTime: clocks.wall.now(),
    eventSource: `${SERVICES[service]}.amazonaws.com`,
    eventName: operation,
    readOnly,
    ...told,
  })
}

/** What the credentials of a forwarded call say of its caller, but for their times. */
function requesterOf({ principal, session }: Caller): string {
  const { mfa = false, policies = [], tags = [], sourceIdentity } = session ?? {}
  return sha256Hex(JSON.stringify([principal, mfa, policies, tags, sourceIdentity]))
}

function parametersOf(input: unknown, { secrets }: Described): Json {
  const told = Object.entries(Object(input)).filter(([name, value]) => value !== undefined && !secrets.includes(name))
  return Object.fromEntries(told) as Json
}

function credentialsFor(as: As, { scope, principal, session }: Caller, parts: IntegrationParts): Promise<Credentials> {
  const { sandbox, account } = scope
  const own = { sandbox, principal, ...(session && { session }) }
  switch (as.kind) {
    case 'service':
      return mintForwarded(own, as.service, parts)
    case 'host':
      return mintForwarded({ sandbox, principal: infrastructureSession(account, as.instanceId) }, 'ec2', parts)
    case 'aws':
      return mintForwarded({ sandbox, principal: rootPrincipal(AWS_ACCOUNT) }, as.service, parts)
    case 'client': {
      const { via: _, issuedAt: __, expiresAt: ___, ...said } = { mfa: false, policies: [], tags: [], ...session }
      return createMint(parts)({ sandbox, principal, seconds: CLIENT_SECONDS, session: said })
    }
  }
}
