import type { AliasName } from '#kernel/ids.ts'
import { aliasArn } from '../../domain/arn.ts'
import { requestConditions } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import { pageAnswer, pageOf, SHORT_PAGE } from '../../domain/pagination.ts'
import type { Operation } from '../../operation.ts'

/** Needs no permission on any key, also when it lists the aliases of one. */
export const listAliases: Operation<'ListAliases'> = {
  async plan(input, context) {
    const { scope, ports } = context
    const ref =
      input.KeyId === undefined ? undefined : await resolveKey(input.KeyId, naming('ListAliases', 'key'), context)
    const keyId = ref?.record.key.keyId
    return {
      checks: [{ action: 'kms:ListAliases', resource: { kind: 'none' }, context: requestConditions(context) }],
      states: ref ? [ref.record] : [],
      async run() {
        const list = `ListAliases:${keyId ?? ''}`
        const page = pageOf(input, SHORT_PAGE, list, context)
        const after = page.after as AliasName | undefined
        const rows = await ports.store.aliases(
          scope,
          { limit: page.limit + 1, ...(after === undefined ? {} : { after }) },
          keyId,
        )
        const { items, position } = pageAnswer(rows, page, list, (alias) => alias.name, context)
        const entries = items.map((alias) => ({
          AliasName: alias.name,
          AliasArn: aliasArn(scope, alias.name),
          TargetKeyId: alias.keyId,
          CreationDate: alias.createdAt,
          LastUpdatedDate: alias.updatedAt,
        }))
        return { answer: { Aliases: entries, ...position } }
      },
    }
  },
}
