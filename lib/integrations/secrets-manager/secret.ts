import type { Region } from '#kernel/ids.ts'
import { notThere } from '../errors.ts'
import type { EncryptionContext } from '../kms.ts'
import { matching } from '../members.ts'
import type { Context } from '../operation.ts'
import type { Item } from '../ports.ts'

export const VIA = { kind: 'service', service: 'secretsmanager' } as const
export const MANAGED_KEY = 'alias/aws/secretsmanager'
export const NAME = matching(/^[\w/+=.@-]{1,512}$/)

export interface Secret {
  readonly Name: string
  readonly ARN: string
  /** As it was named: an alias stays an alias, so that each new version is under the key it leads to by then. */
  readonly KmsKeyId: string
  readonly CreatedDate: string
  readonly Current: string
  readonly Previous?: string
}

export interface SecretVersion {
  readonly VersionId: string
  /** ARN of the key that this version is under. */
  readonly KmsKeyId: string
  readonly CreatedDate: string
  /** Base64: its data key, encrypted. */
  readonly DataKey: string
}

/** Names cannot hold a colon, so that no secret's versions begin like another's. */
export const versionKey = (name: string, versionId: string) => `${name}:${versionId}`

/** AWS Secrets Manager user guide, "Encryption context". */
export function contextOf(arn: string, versionId: string): EncryptionContext {
  return { SecretARN: arn, SecretVersionId: versionId }
}

/** By its name or its ARN. */
export async function findSecret(id: string, { call }: Context): Promise<Item<Secret>> {
  const { region } = call.scope
  const name = nameOf(id, region)
  const found = await call.state.get<Secret>(region, 'secret', name)
  if (found && (id === name || id === found.body.ARN)) return found
  throw notThere(`secret ${id} in ${region}`)
}

/** The name in an ARN, of whatever partition, is followed by a dash and six characters. */
export function nameOf(id: string, region: Region): string {
  return new RegExp(`^arn:[a-z-]+:secretsmanager:${region}:\\d{12}:secret:(.+)-[A-Za-z0-9]{6}$`).exec(id)?.[1] ?? id
}

/** What a version is called at the moment. */
export function stagesOf(versionId: string, { Current, Previous }: Secret): readonly string[] {
  if (versionId === Current) return ['AWSCURRENT']
  return versionId === Previous ? ['AWSPREVIOUS'] : []
}
