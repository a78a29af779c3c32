import { specOf } from '#crypto/specs.ts'
import { arnOf } from '../../domain/arn.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { algorithmsOf, specMembers } from '../../domain/key-metadata.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { currentRow, isHeld, keyPairOf } from '../../domain/material.ts'
import { naming } from '../../domain/on-key.ts'
import { pendingImport, unsupported } from '../../errors.ts'
import type { Operation } from '../../operation.ts'
import type { KeyRecord, Materials } from '../../ports.ts'

/** Works without the private key too: on disabled keys, and on those whose imported material is gone. */
export const getPublicKey: Operation<'GetPublicKey'> = {
  async plan(input, context) {
    const ref = await resolveKey(input.KeyId, naming('GetPublicKey', 'key or alias'), context)
    const { arn, record } = ref
    const { key } = record
    return {
      checks: [keyCheck('kms:GetPublicKey', ref, context)],
      fit() {
        if (specOf(key.spec).kind !== 'key-pair') throw unsupported()
      },
      states: [record],
      run: () => ({
        answer: {
          KeyId: arn,
          PublicKey: publicKeyOf(record, context.ports.materials),
          ...specMembers(key),
          KeyUsage: key.usage,
          ...algorithmsOf(key),
        },
      }),
    }
  },
}

/** From the private key where it is there, as that is authenticated; else as it was when it was taken out. */
function publicKeyOf(record: KeyRecord, materials: Materials): Uint8Array {
  if (record.key.currentMaterialId === null) throw pendingImport(arnOf(record.key))
  const row = currentRow(record)
  if (isHeld(row)) return keyPairOf(record, materials).spki
  if (row.publicKey) return row.publicKey
  throw new Error(`key ${record.key.keyId} lacks its public key`)
}
