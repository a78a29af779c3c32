import { aliasCheck, checkAliasCount, customerAliasName } from '../../domain/alias.ts'
import { aliasArn } from '../../domain/arn.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import { insert, update } from '../../domain/writes.ts'
import { aliasExists } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Two checks: on the alias and on the key. */
export const createAlias: Operation<'CreateAlias'> = {
  async plan(input, context) {
    const name = customerAliasName(input.AliasName)
    const target = await resolveKey(input.TargetKeyId, naming('CreateAlias', 'key'), context)
    const { key } = target.record
    return {
      checks: [aliasCheck('kms:CreateAlias', name, context), keyCheck('kms:CreateAlias', target, context)],
      states: [target.record],
      async run() {
        const arn = aliasArn(context.scope, name)
        if (await context.ports.store.alias(context.scope, name)) throw aliasExists(arn)
        checkAliasCount(target.record)
        const alias = { ...context.scope, name, keyId: key.keyId, createdAt: context.now, updatedAt: context.now }
        // The key's own version moves too, so that two calls cannot pass the limit together.
        return {
          answer: undefined,
          writes: [update('key', key, {}), insert('alias', alias)],
          trail: { resources: [arn] },
        }
      },
    }
  },
}
