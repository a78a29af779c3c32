import { callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import type { JsonObject } from '#audit/record.ts'
import type { AccountId, EpochMillis, Region, RequestId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'

/* Events as a company leaves them that encrypts its orders: 30 days, a few services, a few people, some refusals. */

export const ACCOUNT = '111122223333' as AccountId
export const NOW = Date.UTC(2026, 10, 20) as EpochMillis
const DAYS = 30 * 24 * 3_600_000

/** Numbers below a limit, the same in every run: small ones more often the steeper they fall. */
function numbers(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return {
    below: (limit: number, steepness = 1) => Math.floor(next() ** steepness * limit),
    chance: (of: number) => next() < of,
  }
}

const id = (n: number) => n.toString(16).padStart(12, '0')
const REGIONS = ['us-east-1', 'eu-central-1', 'ap-southeast-2'] as const
const regionOf = (key: number) => REGIONS[key % 3] ?? REGIONS[0]
export const keyArn = (n: number) =>
  `arn:aws:kms:${regionOf(n)}:${ACCOUNT}:key/${id(n * 7919).slice(-8)}-12ab-4cd3-9f00-${id(n)}`
export const aliasName = (n: number) => `alias/${['orders', 'billing', 'mail', 'backup'][n % 4]}-${n}`
const KEYS = 200

/** The calls of a service and how often each is made. */
const CALLS: readonly (readonly [name: string, of: number])[] = [
  ['Decrypt', 0.45],
  ['GenerateDataKey', 0.7],
  ['Encrypt', 0.85],
  ['Sign', 0.9],
  ['DescribeKey', 0.96],
  ['ListAliases', 0.98],
  ['GetKeyPolicy', 0.99],
  ['CreateGrant', 0.995],
  ['DisableKey', 1],
]

const AGENTS = [
  'aws-sdk-js/3.1164.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#24.21.0',
  'Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#5.15',
  'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/macos#24',
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.0',
]

function principalOf(n: number): Principal {
  if (n < 30) {
    const [name, sessionName] = [`svc-${n}`, `i-${id(n * 31)}`]
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${sessionName}`
    return { kind: 'assumed-role', account: ACCOUNT, arn, id: `AROA${n}:${sessionName}`, roleArn, sessionName }
  }
  const name = `person-${n}`
  return { kind: 'user', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, id: `AIDA${n}`, name }
}
export const principalArn = (n: number) => principalOf(n).arn
export const accessKeyId = (n: number) => `${n < 30 ? 'ASIA' : 'AKIA'}${String(n).padStart(16, 'X')}`
export const sourceIp = (n: number) => `10.20.${n % 8}.${n}`

export function* believableEvents(count: number): Generator<EventDraft> {
  const { below, chance } = numbers(7)
  for (let n = 0; n < count; n++) {
    const who = below(60, 2)
    const key = below(KEYS, 2)
    const place = below(1000) / 1000
    const eventName = CALLS.find(([, of]) => place < of)?.[0] ?? 'Decrypt'
    const time = (NOW - DAYS + Math.floor((n / count) * DAYS)) as EpochMillis
    const denied = chance(0.02)
    const failed = !denied && chance(0.01)
    yield callEvent({
      caller: {
        principal: principalOf(who),
        scope: { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: regionOf(key) as Region },
        request: {
          id: systemIds.uuid() as RequestId,
          face: 'wire',
          sourceIp: sourceIp(below(40)),
          userAgent: AGENTS[who % 4] ?? '',
        },
        accessKeyId: accessKeyId(who),
        ...(who < 30 && { session: { issuedAt: time, mfa: false } }),
      },
      ...{ eventId: systemIds.uuid(), time, wallTime: time, eventSource: 'kms.amazonaws.com', eventName },
      requestParameters: parametersOf(eventName, key, { below, chance }),
      ...(denied && {
        error: {
          code: 'AccessDeniedException',
          message: `User: ${principalArn(who)} is not authorized to perform: kms:${eventName} on resource: ${keyArn(key)} because no identity-based policy allows the kms:${eventName} action`,
        },
      }),
      ...(failed && { error: { code: 'DisabledException', message: `${keyArn(key)} is disabled.` } }),
      resources: eventName === 'ListAliases' ? [] : [keyArn(key)],
      usesKey: true,
    })
  }
}

/** Every tenth context names an order of its own. */
function parametersOf(eventName: string, key: number, { below, chance }: ReturnType<typeof numbers>): JsonObject {
  const encryptionContext = {
    service: `shop-${key % 9}`,
    tenant: `tenant-${below(300)}`,
    ...(chance(0.1) && { order: `ord-${below(1e9)}` }),
  }
  return {
    keyId: chance(0.4) ? aliasName(key) : keyArn(key),
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    ...(eventName !== 'Sign' && { encryptionContext }),
  }
}
