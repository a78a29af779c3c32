import { aliasCheck, customerAliasName, findAlias } from '../../domain/alias.ts'
import { aliasArn } from '../../domain/arn.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import { remove } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** Two checks: on the alias and on the key, which itself does not change. */
export const deleteAlias: Operation<'DeleteAlias'> = {
  async plan(input, context) {
    const name = customerAliasName(input.AliasName)
    const alias = await findAlias(name, context)
    const ref = await resolveKey(alias.keyId, naming('DeleteAlias', 'key'), context)
    return {
      checks: [aliasCheck('kms:DeleteAlias', name, context), keyCheck('kms:DeleteAlias', ref, context)],
      states: [ref.record],
      run: () => ({
        answer: undefined,
        writes: [remove('alias', alias)],
        trail: { resources: [aliasArn(context.scope, name)] },
      }),
    }
  },
}
