import { csvLine } from '../export/csv.ts'
import { save } from '../export/save.ts'
import { cellText, type Row } from './access-model.ts'
import { type ColumnGroup, operationOf } from './columns.ts'

/** The matrix as a CSV file, as it is shown. */
export function saveAccess(rows: readonly Row[], groups: readonly ColumnGroup[], keyId: string): void {
  const actions = groups.flatMap((group) => group.actions.map(({ name }) => name))
  const head = ['Principal', ...actions.map(operationOf)]
  const body = rows.map(({ person, cells }) => {
    const said = actions.map((action) => {
      const cell = cells.get(action)
      return cell ? cellText(cell) : 'not possible from another account'
    })
    return [person.id, ...said]
  })
  save(`access-${keyId}.csv`, [head, ...body].map(csvLine), 'text/csv')
}
