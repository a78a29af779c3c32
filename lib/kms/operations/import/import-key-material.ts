import { findWrapping } from '#crypto/import-wrapping.ts'
import { specOf } from '#crypto/specs.ts'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { openImportToken } from '../../domain/import-token.ts'
import type { ImportTerms } from '../../domain/imported-material.ts'
import { assertImported, assertNonePending, importExisting, importNew } from '../../domain/imported-material.ts'
import { firstMaterial, ownerOf } from '../../domain/material.ts'
import { assertNotReplica, membersOf } from '../../domain/multi-region.ts'
import { onKey } from '../../domain/on-key.ts'
import type { Write } from '../../domain/writes.ts'
import { incorrectKeyMaterial, invalid, invalidCiphertext } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'
import type { KeyRecord, NewMaterial, NewMaterials } from '../../ports.ts'

type Asked = Input<'ImportKeyMaterial'>

/** How far ahead material may expire, in days (AWS KMS API reference, ImportKeyMaterial). */
const LONGEST_VALIDITY = 365

export const importKeyMaterial: Operation<'ImportKeyMaterial'> = {
  plan(input, context) {
    const validTo = expiryOf(input, context.now)
    return onKey(
      'ImportKeyMaterial',
      input.KeyId,
      context,
      (record, { arn }) => ({
        fit: () => checkMembers(input, record),
        async run() {
          const { all, writes } = await unwrap(input, record, context)
          const made = firstMaterial({ all, writes })
          if (input.KeyMaterialId !== undefined && input.KeyMaterialId !== made.materialId) throw incorrectKeyMaterial()
          const description = input.KeyMaterialDescription
          const terms = { createdAt: context.now, validTo, ...(description !== undefined && { description }) }
          return {
            answer: { KeyId: arn, KeyMaterialId: made.materialId },
            writes: [...writes, ...(await writesOf(input, record, made, terms, context))],
            trail: { additionalEventData: { keyMaterialId: made.materialId } },
          }
        },
      }),
      {
        'kms:expirationmodel': input.ExpirationModel ?? 'KEY_MATERIAL_EXPIRES',
        'kms:validto': validTo === null ? undefined : String(Math.floor(validTo / 1000)),
      },
    )
  },
}

/** When the material expires; null when it does not. */
function expiryOf({ ExpirationModel: model = 'KEY_MATERIAL_EXPIRES', ValidTo: validTo }: Asked, now: EpochMillis) {
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validTo !== undefined) throw invalid(`A validTo date must not be set if the ExpirationModel is ${model}`)
    return null
  }
  if (validTo === undefined) throw invalid(`A validTo date must be set if the ExpirationModel is ${model}`)
  if (validTo <= now) throw invalid('The validTo date must be in the future.')
  if (validTo > addDays(now, LONGEST_VALIDITY)) {
    throw invalid(`The validTo date must be within ${LONGEST_VALIDITY} days from now.`)
  }
  return validTo
}

/** Imported keys only; those that have one material ever take none of the members that tell several apart. */
function checkMembers(input: Asked, { key }: KeyRecord): void {
  assertImported(key)
  if (specOf(key.spec).rotation.onDemand) return
  for (const member of ['ImportType', 'KeyMaterialDescription', 'KeyMaterialId'] as const) {
    if (input[member] !== undefined) {
      throw invalid(`${member} is supported only for symmetric encryption keys.`)
    }
  }
}

/** The material, wrapped anew for the key. What is no material of its spec is IncorrectKeyMaterialException. */
async function unwrap(input: Asked, { key }: KeyRecord, { now, ports }: Context): Promise<NewMaterials> {
  const { algorithm, privateKey } = openImportToken(input.ImportToken, key, now, ports)
  const bytes = await findWrapping(algorithm)?.unwrap(privateKey, input.EncryptedKeyMaterial, ports.engine)
  privateKey.fill(0)
  if (!bytes) throw invalidCiphertext()
  const made = await ports.materials.adopt(ownerOf(key), bytes)
  if (!made) throw incorrectKeyMaterial()
  return made
}

async function writesOf(
  input: Asked,
  record: KeyRecord,
  made: NewMaterial,
  terms: ImportTerms,
  { ports }: Context,
): Promise<readonly Write[]> {
  const known = record.materials.find(({ materialId }) => materialId === made.materialId)
  const type = input.ImportType ?? (record.materials.length === 0 ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL')
  if (type === 'EXISTING_KEY_MATERIAL') {
    if (!known) throw incorrectKeyMaterial()
    return importExisting(record, known, made, terms)
  }
  assertNotReplica(record.key)
  // As AWS KMS does, also where the same call went in before and was not answered: it goes in again as existing.
  if (known) throw incorrectKeyMaterial()
  assertNonePending(record, made.materialId)
  const [, ...replicas] = await membersOf(record, ports)
  return importNew(record, replicas, made, terms)
}
