import type { CostRow, Requests, ToldCost } from '#runtime/instance.ts'
import type { CostFigureDto, CostRequestsDto, CostRowDto } from './dto/cost.ts'
import { compare } from './order.ts'
import { hasWords, wordsOf } from './page-of.ts'

const NOTHING: CostFigureDto = { amount: 0, hours: 0, rules: [] }

/** The rows of an account as the session may see them: keys that it may not are one row, so that all still adds up. */
export function costRows({ rows, visible }: ToldCost): readonly CostRowDto[] {
  const isUnseen = ({ subject }: CostRow) =>
    subject.kind === 'key' && subject.life.deletedAt === undefined && !visible.has(subject.life.arn)
  const hidden = rows.filter(isUnseen).map(rowDto)
  const seen = rows.filter((row) => !isUnseen(row)).map(rowDto)
  return hidden.length === 0 ? seen : [...seen, together(hidden)]
}

function rowDto({ subject, held, requests, total }: CostRow): CostRowDto {
  const { storage = NOTHING, rotations = { ...NOTHING, count: 0 }, withheld } = held ?? {}
  const figures = { storage, rotations, requests, total, ...(withheld === undefined ? {} : { withheld }) }
  switch (subject.kind) {
    case 'no-key':
      return { kind: 'no-key', id: `no-key ${subject.region}`, region: subject.region, ...figures }
    case 'foreign':
      return { kind: 'foreign', id: subject.arn, region: subject.region, keyId: idIn(subject.arn), ...figures }
    case 'key': {
      const { arn, region, keyId, aliases, spec, manager, deletedAt } = subject.life
      const [alias] = aliases
      // A replica that was made anew has the ARN of the one that is gone.
      const id = deletedAt === undefined ? arn : `${arn} ${deletedAt}`
      return {
        ...{ kind: 'key', id, region, keyId, spec, ...figures },
        ...(alias === undefined ? {} : { alias }),
        ...(manager === 'AWS' && { managed: true }),
        ...(deletedAt === undefined ? {} : { deletedAt }),
      }
    }
  }
}

/** An id without what tells it from others of its name. */
const nameIn = (id: string) => id.split(' ', 1)[0]

const idIn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

function together(rows: readonly CostRowDto[]): CostRowDto {
  const sum = (of: (row: CostRowDto) => number) => rows.reduce((total, row) => total + of(row), 0)
  const rules = (of: (row: CostRowDto) => CostFigureDto) => [...new Set(rows.flatMap((row) => of(row).rules))]
  const figure = (of: (row: CostRowDto) => CostFigureDto): CostFigureDto => {
    return { amount: sum((row) => of(row).amount), hours: sum((row) => of(row).hours), rules: rules(of) }
  }
  const withheld = sum((row) => row.withheld ?? 0)
  return {
    ...{ kind: 'unseen', id: 'unseen', region: '', keys: rows.length },
    storage: figure(({ storage }) => storage),
    rotations: { ...figure(({ rotations }) => rotations), count: sum(({ rotations }) => rotations.count) },
    requests: added(rows.flatMap(({ requests }) => requests)),
    ...(withheld > 0 && { withheld }),
    total: sum(({ total }) => total),
  }
}

function added(requests: readonly CostRequestsDto[]): readonly CostRequestsDto[] {
  const byClass = Map.groupBy(requests, (each) => each.class)
  return [...byClass.values()].flatMap((alike) => {
    const [first] = alike
    const total = (of: (each: CostRequestsDto) => number) => alike.reduce((sum, each) => sum + of(each), 0)
    return first ? [{ ...first, count: total(({ count }) => count), amount: total(({ amount }) => amount) }] : []
  })
}

const requestsOf = (of: keyof Pick<Requests, 'amount' | 'count'>) => (row: CostRowDto) =>
  row.requests.reduce((sum, each) => sum + each[of], 0)

const SORTS = {
  key: (row: CostRowDto) => row.alias ?? `~${row.keyId ?? row.id}`,
  region: ({ region }: CostRowDto) => region,
  storage: ({ storage }: CostRowDto) => storage.amount,
  rotations: ({ rotations }: CostRowDto) => rotations.amount,
  calls: requestsOf('count'),
  requests: requestsOf('amount'),
  total: ({ total }: CostRowDto) => total,
} as const

type SortColumn = keyof typeof SORTS

/** All rows that pass the filter of an address, in its order: the dearest first unless it says another. */
export function matchingCosts(rows: readonly CostRowDto[], params: URLSearchParams): readonly CostRowDto[] {
  const words = wordsOf(params)
  const sort = params.get('sort') ?? '-total'
  const column = sort.replace(/^-/, '')
  const by: (row: CostRowDto) => string | number = SORTS[isSortColumn(column) ? column : 'total']
  const sign = sort.startsWith('-') ? -1 : 1
  return rows
    .filter((row) => hasWords(words, () => `${row.alias ?? ''} ${nameIn(row.id)} ${row.region} ${row.spec ?? ''}`))
    .toSorted((a, b) => sign * compare(by(a), by(b)) || compare(SORTS.key(a), SORTS.key(b)) || compare(a.id, b.id))
}

function isSortColumn(name: string): name is SortColumn {
  return Object.hasOwn(SORTS, name)
}
