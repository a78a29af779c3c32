import { specOf } from '#crypto/specs.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { AdmittedKey, KeyOperation, KeyUse } from '#xks/ports.ts'
import { AccessDenied, authorize } from './access.ts'
import { contextOf } from './context.ts'
import { cryptoCheck, keyCheck } from './domain/conditions.ts'
import { SYMMETRIC_DEFAULT } from './domain/encryption.ts'
import { algorithmOf } from './domain/fit.ts'
import type { KeyRef } from './domain/key-ref.ts'
import { resolveKey } from './domain/key-ref.ts'
import { assertState } from './domain/key-states.ts'
import { isInKeyStore, stateOf } from './domain/key-store.ts'
import { currentRow, currentSymmetricKey, isHeld, materialOf, symmetricKey } from './domain/material.ts'
import { naming } from './domain/on-key.ts'
import { internal, invalidUsage } from './errors.ts'
import { injectedFaults } from './limits/injected-fault.ts'
import type { Check, Context } from './operation.ts'
import type { KeyRecord, Ports } from './ports.ts'

/** The keys of this service as the proxy face uses them: the steps of `execute()` up to the work itself. */
export function createKeyUse(ports: Ports): KeyUse {
  return {
    async admit({ operation, keyId }, caller) {
      const context = contextOf(ports, caller)
      const resources: string[] = []
      const decisions: DecisionReference[] = []
      const admission = ports.limits.admit(caller, operation, {})
      const told = () => ({ resources, decisions, injected: injectedFaults(admission.faults) })
      try {
        await admission.enter()
        const resolved = () => resolveKey(keyId, naming(operation, 'key or alias'), context)
        const first = await resolved()
        resources.push(first.arn)
        const ref = (await admission.onKeys([first.record])) ? await resolved() : first
        await authorize([checkOf(operation, ref, context)], context, decisions)
        if (operation !== 'DescribeKey') assertFit(operation, ref)
        assertState(operation, ref.record)
        return { ...told(), outcome: { key: admitted(ref.record, ports) } }
      } catch (thrown) {
        const error = isServiceError(thrown) ? thrown : internal(thrown)
        if (error instanceof AccessDenied) decisions.push(error.decision)
        return { ...told(), outcome: { error } }
      }
    },
  }
}

function checkOf(operation: KeyOperation, ref: KeyRef, context: Context): Check {
  if (operation === 'DescribeKey') return keyCheck('kms:DescribeKey', ref, context)
  return cryptoCheck(`kms:${operation}`, ref, context, SYMMETRIC_DEFAULT, undefined)
}

/** A symmetric key whose whole material is here: one in a key store is half elsewhere, or may be told to stay there. */
function assertFit(operation: KeyOperation, { arn, record }: KeyRef): void {
  algorithmOf(record, 'ENCRYPT_DECRYPT', operation, specOf(record.key.spec).encryption, SYMMETRIC_DEFAULT)
  if (isInKeyStore(record.key)) throw invalidUsage(`${arn} is in a key store, so it cannot be an external key.`)
}

function admitted(record: KeyRecord, { materials }: Ports): AdmittedKey {
  const { spec } = record.key
  return {
    spec,
    canEncrypt: spec === SYMMETRIC_DEFAULT && !isInKeyStore(record.key),
    isEnabled: stateOf(record) === 'Enabled',
    current: () => ({ materialId: currentRow(record).materialId, key: currentSymmetricKey(record, materials) }),
    find(fits) {
      const row = record.materials.find((material) => isHeld(material) && fits(material.materialId))
      const opened = row && materialOf(record, row.materialId, materials)
      return row && opened && { materialId: row.materialId, key: symmetricKey(opened) }
    },
  }
}
