import { specOf } from '#crypto/specs.ts'
import { aliasCheck, checkAliasCount, customerAliasName, findAlias } from '../../domain/alias.ts'
import { aliasArn } from '../../domain/arn.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import { update } from '../../domain/writes.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'
import type { KeyRecord } from '../../ports.ts'

/** Three checks: on the alias, on the key it leaves and on the key it goes to. */
export const updateAlias: Operation<'UpdateAlias'> = {
  async plan(input, context) {
    const name = customerAliasName(input.AliasName)
    const alias = await findAlias(name, context)
    const current = await resolveKey(alias.keyId, naming('UpdateAlias', 'key'), context)
    const target = await resolveKey(input.TargetKeyId, naming('UpdateAlias', 'key'), context)
    return {
      checks: [
        aliasCheck('kms:UpdateAlias', name, context),
        keyCheck('kms:UpdateAlias', current, context),
        keyCheck('kms:UpdateAlias', target, context),
      ],
      fit: () => checkSameKind(current.record, target.record),
      // Leaving a key whose deletion is pending is allowed; going to one is not.
      states: [target.record],
      run() {
        const { key } = target.record
        if (alias.keyId !== key.keyId) checkAliasCount(target.record)
        return {
          answer: undefined,
          writes: [update('key', key, {}), update('alias', alias, { keyId: key.keyId, updatedAt: context.now })],
          trail: { resources: [aliasArn(context.scope, name)] },
        }
      },
    }
  },
}

/** Both keys must be symmetric, asymmetric or HMAC, and of the same usage (AWS KMS API reference, UpdateAlias). */
function checkSameKind({ key: current }: KeyRecord, { key: target }: KeyRecord): void {
  if (current.usage === target.usage && specOf(current.spec).kind === specOf(target.spec).kind) return
  throw invalid(
    `Alias cannot be moved from a key of KeySpec ${current.spec} and KeyUsage ${current.usage} to one of KeySpec ${target.spec} and KeyUsage ${target.usage}`,
  )
}
