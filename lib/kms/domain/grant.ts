import type { KeySpecEntry } from '#crypto/specs.ts'
import { specOf } from '#crypto/specs.ts'
import type { GrantConstraints, GrantListEntry, GrantOperation } from '#model/api.ts'
import type { GrantInForce } from '#policy/request.ts'
import type { KeyRecord } from '../ports.ts'
import { accountArn, arnOf } from './arn.ts'
import type { GrantRow, KeyRow, KeyUsage } from './rows.ts'
import type { Write } from './writes.ts'
import { update } from './writes.ts'

/** Grants on one key (AWS KMS developer guide, resource quotas). */
export const MAX_GRANTS = 50_000

const COMMON = ['CreateGrant', 'RetireGrant', 'DescribeKey'] as const
const DATA_KEYS = [
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
] as const
const BY_USAGE: Readonly<Record<KeyUsage, readonly GrantOperation[]>> = {
  ENCRYPT_DECRYPT: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo'],
  SIGN_VERIFY: ['Sign', 'Verify'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
  KEY_AGREEMENT: ['DeriveSharedSecret'],
  ENCAPSULATE_DECAPSULATE: ['Encapsulate', 'Decapsulate'],
}
const BY_KIND: Readonly<Record<KeySpecEntry['kind'], readonly GrantOperation[]>> = {
  symmetric: DATA_KEYS,
  mac: [],
  'key-pair': ['GetPublicKey'],
}

/** The operations that a grant on such a key can allow. */
export function grantableOperations({ spec, usage }: Pick<KeyRow, 'spec' | 'usage'>): ReadonlySet<GrantOperation> {
  return new Set([...COMMON, ...BY_USAGE[usage], ...BY_KIND[specOf(spec).kind]])
}

/** `rds.amazonaws.com` and the like: what the members named ServicePrincipal hold. */
function isServicePrincipal(principal: string): boolean {
  return principal.includes('.') && !principal.startsWith('arn:')
}

interface StoredConstraints {
  readonly equals?: readonly (readonly [string, string])[]
  readonly subset?: readonly (readonly [string, string])[]
  readonly sourceArn?: string
}

/** Constraints as the row holds them: JSON, pairs in order of their names, so that equal ones are equal texts. */
export function constraintsText(constraints: GrantConstraints | undefined): string | null {
  if (!constraints) return null
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn: sourceArn } = constraints
  const stored: StoredConstraints = {
    ...(equals && { equals: sorted(equals) }),
    ...(subset && { subset: sorted(subset) }),
    ...(sourceArn !== undefined && { sourceArn }),
  }
  return Object.keys(stored).length === 0 ? null : JSON.stringify(stored)
}

const sorted = (pairs: ReadonlyMap<string, string>) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))

function constraintsOf({ constraints }: GrantRow): GrantConstraints | undefined {
  if (constraints === null) return undefined
  const { equals, subset, sourceArn }: StoredConstraints = JSON.parse(constraints)
  return {
    ...(subset && { EncryptionContextSubset: new Map(subset) }),
    ...(equals && { EncryptionContextEquals: new Map(equals) }),
    ...(sourceArn !== undefined && { SourceArn: sourceArn }),
  }
}

function operationsOf({ operations }: GrantRow): readonly GrantOperation[] {
  return operations.split(' ') as GrantOperation[]
}

const inForce = new WeakMap<GrantRow, GrantInForce>()

/** The grant as the policy engine sees it; worked out once for each row. */
export function grantInForce(row: GrantRow): GrantInForce {
  const known = inForce.get(row)
  if (known) return known
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn } = constraintsOf(row) ?? {}
  const made: GrantInForce = {
    id: row.grantId,
    granteePrincipal: row.grantee,
    ...(row.retiree !== null && { retiringPrincipal: row.retiree }),
    issuingAccount: row.issuer,
    operations: new Set<string>(operationsOf(row)),
    ...(equals && { encryptionContextEquals: equals }),
    ...(subset && { encryptionContextSubset: subset }),
    ...(SourceArn !== undefined && { sourceArn: SourceArn }),
  }
  inForce.set(row, made)
  return made
}

/** An entry of ListGrants; AWS gives a Name to every one, empty where there is none. */
export function grantEntry(row: GrantRow): GrantListEntry {
  const constraints = constraintsOf(row)
  return {
    KeyId: arnOf(row),
    GrantId: row.grantId,
    Name: row.name,
    CreationDate: row.createdAt,
    ...(isServicePrincipal(row.grantee) ? { GranteeServicePrincipal: row.grantee } : { GranteePrincipal: row.grantee }),
    ...retireeMembers(row),
    IssuingAccount: accountArn(row.issuer, row.region),
    Operations: operationsOf(row),
    ...(constraints && { Constraints: constraints }),
  }
}

function retireeMembers({ retiree }: GrantRow) {
  if (retiree === null) return {}
  return isServicePrincipal(retiree) ? { RetiringServicePrincipal: retiree } : { RetiringPrincipal: retiree }
}

/** A grant that ends: its row stays, its key counts one less. */
export function endGrant(
  { key }: KeyRecord,
  grant: GrantRow & { version: number },
  at: GrantRow['createdAt'],
): Write[] {
  return [update('grant', grant, { endedAt: at }), update('key', key, { grantCount: key.grantCount - 1 })]
}
