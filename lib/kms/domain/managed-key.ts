import { addDays } from '#kernel/clock.ts'
import type { AliasName, KeyId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { awsManagedPolicyText } from '#policy/default-policy.ts'
import type { Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { serviceEvent } from '../trail.ts'
import { partitionOf } from './arn.ts'
import { firstMaterial, newMaterialRow } from './material.ts'
import { newKeyRow } from './new-key.ts'
import { DEFAULT_ROTATION_PERIOD } from './rotation.ts'
import type { AliasRow, Stored } from './rows.ts'
import { insert } from './writes.ts'

/**
 * The services that have a predefined alias, by the name in it, each with the name under which it calls AWS KMS
 * (AWS KMS developer guide, "AWS managed keys"; the list of services is from memory, see docs/compatibility.md).
 */
const SERVICES: Readonly<Record<string, string>> = {
  acm: 'acm',
  backup: 'backup',
  cloud9: 'cloud9',
  codeartifact: 'codeartifact',
  codecommit: 'codecommit',
  connect: 'connect',
  dms: 'dms',
  dynamodb: 'dynamodb',
  ebs: 'ec2',
  elasticfilesystem: 'elasticfilesystem',
  es: 'es',
  fsx: 'fsx',
  glue: 'glue',
  kinesis: 'kinesis',
  kinesisvideo: 'kinesisvideo',
  lambda: 'lambda',
  lightsail: 'lightsail',
  mq: 'mq',
  rds: 'rds',
  redshift: 'redshift',
  s3: 's3',
  secretsmanager: 'secretsmanager',
  ses: 'ses',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  workmail: 'workmail',
  workspaces: 'workspaces',
  xray: 'xray',
}

const PREFIX = 'alias/aws/'
const SERVICE_BY_ALIAS: ReadonlyMap<AliasName, string> = new Map(
  Object.entries(SERVICES).map(([name, service]) => [`${PREFIX}${name}` as AliasName, service]),
)

/** Every predefined alias, in order; most point to no key until their service is used. */
export const PREDEFINED_ALIASES: readonly AliasName[] = [...SERVICE_BY_ALIAS.keys()].sort()

export function isReservedAlias(name: string): boolean {
  return name.startsWith(PREFIX)
}

export function isPredefinedAlias(name: AliasName): boolean {
  return SERVICE_BY_ALIAS.has(name)
}

/**
 * The AWS managed key of a predefined alias that points to none yet. It exists once the call that named it is in the
 * log: `unsaved` holds its rows and its event.
 */
export async function newManagedKey(alias: AliasName, scope: Scope, { now, ports }: Context): Promise<KeyRecord> {
  const { sandbox, account, region } = scope
  const place = { sandbox, account, region }
  const drawn = await ports.identifiers.draw(place, alias)
  const keyId = drawn.uuid as KeyId
  const owner = { scope: place, keyId, spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS' } as const
  // The call may use the key before it is written, which needs a domain key that is.
  await ports.materials.prepare(place)
  const made = await ports.materials.create([owner], 1)
  const material = firstMaterial(made)
  const birth = {
    createdAt: now,
    description: `Default key that protects my ${nameOf(alias)} data when no other key is defined`,
    usage: 'ENCRYPT_DECRYPT',
    manager: 'AWS',
    state: 'Enabled',
    currentMaterialId: material.materialId,
    rotationPeriodInDays: DEFAULT_ROTATION_PERIOD,
    nextRotationAt: addDays(now, DEFAULT_ROTATION_PERIOD),
  } as const
  const key = insert('key', newKeyRow(owner, birth))
  const policy = insert('policy', { ...place, keyId, number: 1, createdAt: now, document: policyOf(alias, place) })
  const row = insert('material', newMaterialRow(owner, material, { number: 1, createdAt: now }))
  const named = insert('alias', { ...place, name: alias, keyId, createdAt: now, updatedAt: now })
  return {
    key: { ...key.row, version: 0 },
    policy: { ...policy.row, version: 0 },
    materials: [{ ...row.row, version: 0 }],
    tags: [],
    aliases: [{ ...named.row, version: 0 } satisfies Stored<AliasRow>],
    unsaved: {
      writes: [...drawn.writes, ...made.writes, key, policy, row, named],
      events: [serviceEvent('CreateKey', key.row, now, ports, { keyId, keyState: key.row.state })],
    },
  }
}

const nameOf = (alias: AliasName) => alias.slice(PREFIX.length)

function policyOf(alias: AliasName, { account, region }: Scope): string {
  const service = SERVICE_BY_ALIAS.get(alias)
  if (service === undefined) throw new Error(`${alias} is no predefined alias`)
  return awsManagedPolicyText({
    name: nameOf(alias),
    account,
    partition: partitionOf(region),
    viaService: `${service}.${region}.amazonaws.com`,
  })
}
