import type { AliasName } from '#kernel/ids.ts'
import { aliasArn } from '../../domain/arn.ts'
import { requestConditions } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { PREDEFINED_ALIASES } from '../../domain/managed-key.ts'
import { naming } from '../../domain/on-key.ts'
import { oneMore, pageAnswer, pageOf, SHORT_PAGE } from '../../domain/pagination.ts'
import type { AliasRow } from '../../domain/rows.ts'
import type { Context, Operation } from '../../operation.ts'

/** An alias as it is listed; `row` is absent for a predefined one that points to no key yet. */
interface Listed {
  readonly name: AliasName
  readonly row?: AliasRow
}

/** Needs no permission on any key, also when it lists the aliases of one. */
export const listAliases: Operation<'ListAliases'> = {
  async plan(input, context) {
    const ref =
      input.KeyId === undefined ? undefined : await resolveKey(input.KeyId, naming('ListAliases', 'key'), context)
    const keyId = ref?.record.key.keyId
    return {
      checks: [{ action: 'kms:ListAliases', resource: { kind: 'none' }, context: requestConditions(context) }],
      states: ref ? [ref.record] : [],
      async run() {
        const list = `ListAliases:${keyId ?? ''}`
        const page = pageOf(input, SHORT_PAGE, list, context)
        const rows = await context.ports.store.aliases(context.scope, oneMore<AliasName>(page), keyId)
        const listed =
          keyId === undefined ? withPredefined(rows, page.after) : rows.map((row) => ({ name: row.name, row }))
        const { items, position } = await pageAnswer(listed, page, list, ({ name }) => name, context)
        return { answer: { Aliases: items.map((alias) => entryOf(alias, context)), ...position } }
      },
    }
  },
}

/** The rows of a page, in order, and among them the predefined aliases that have none. */
function withPredefined(rows: readonly AliasRow[], after: string | undefined): readonly Listed[] {
  const unused = PREDEFINED_ALIASES.filter((name) => after === undefined || name > after).map((name) => ({ name }))
  const byName = new Map<AliasName, Listed>(unused.map((alias) => [alias.name, alias]))
  for (const row of rows) byName.set(row.name, { name: row.name, row })
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function entryOf({ name, row }: Listed, { scope }: Context) {
  return {
    AliasName: name,
    AliasArn: aliasArn(scope, name),
    ...(row && { TargetKeyId: row.keyId, CreationDate: row.createdAt, LastUpdatedDate: row.updatedAt }),
  }
}
