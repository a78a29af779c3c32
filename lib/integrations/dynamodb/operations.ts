import { fromUtf8, utf8 } from '#kernel/bytes.ts'
import { isoSeconds } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { damaged, invalid, notThere, thereAlready } from '../errors.ts'
import { type About, inEvery, nowhere, openRecord, type Sealed, sealRecord } from '../global/records.ts'
import { expect } from '../items.ts'
import { matching, object, regions, text } from '../members.ts'
import { type Context, type Operations, operation, type Result } from '../operation.ts'
import type { Item } from '../ports.ts'

interface Table {
  readonly TableName: string
  readonly ReplicaRegions: readonly Region[]
  /** With what clients encrypt, as it was named. */
  readonly KmsKeyId: string
  readonly CreationDateTime: string
}

interface TableItem extends Sealed {
  readonly TableName: string
  readonly Key: string
}

interface Place {
  readonly table: string
  readonly key: string
}

const TABLE = matching(/^[a-zA-Z0-9_.-]{3,255}$/)
const PLACE = { TableName: TABLE, Key: text(1024) }
const MOST_BYTES = 65_536
const idOf = ({ table, key }: Place) => `${table}/${key}`

/** As the AWS Database Encryption SDK names them (its developer guide, "Encryption context"). */
function about({ table, key }: Place): About {
  const context = { 'aws-crypto-table-name': table, 'aws-crypto-partition-name': 'Key' }
  return { name: `dynamodb item ${idOf({ table, key })}`, context }
}

const createGlobalTable = operation({
  members: { TableName: TABLE, ReplicaRegions: regions, KmsKeyId: text() },
  plan({ TableName, ReplicaRegions, KmsKeyId }, { call }) {
    return {
      subject: TableName,
      async run() {
        for (const region of ReplicaRegions) {
          if (await call.state.get(region, 'table', TableName)) throw thereAlready(`a table ${TableName} in ${region}`)
        }
        const body: Table = { TableName, ReplicaRegions, KmsKeyId, CreationDateTime: isoSeconds(call.now) }
        const changes = await inEvery(ReplicaRegions, { kind: 'table', id: TableName, body }, call.state)
        return { answer: body, changes }
      },
    }
  },
})

/** Encrypts the item in the caller's program; the table takes the ciphertext to its other Regions. */
const putItem = operation({
  secrets: ['Item'],
  members: { ...PLACE, Item: object },
  plan({ TableName: table, Key: key, Item }, context) {
    const place = { table, key }
    const plaintext = utf8(JSON.stringify(Item))
    if (plaintext.length > MOST_BYTES) throw invalid(`Item must be at most ${MOST_BYTES} bytes of JSON.`)
    return { subject: idOf(place), run: () => put(place, plaintext, context) }
  },
})

async function put(place: Place, plaintext: Buffer, context: Context): Promise<Result> {
  const table = await findTable(place.table, context)
  const { ReplicaRegions, KmsKeyId } = table.body
  const { sealed, data } = await sealRecord(about(place), KmsKeyId, plaintext, context)
  plaintext.fill(0)
  const body: TableItem = { TableName: place.table, Key: place.key, ...sealed }
  const changes = await inEvery(ReplicaRegions, { kind: 'item', id: idOf(place), body, data }, context.call.state)
  return { answer: view(body), changes: [expect(table), ...changes] }
}

const getItem = operation({
  readOnly: true,
  members: PLACE,
  plan({ TableName: table, Key: key }, context) {
    const place = { table, key }
    return { subject: idOf(place), run: () => get(place, context) }
  },
})

async function get(place: Place, context: Context): Promise<Result> {
  const { state, scope } = context.call
  await findTable(place.table, context)
  const found = await state.get<TableItem>(scope.region, 'item', idOf(place))
  if (!found) throw notThere(`item ${place.key} in the table ${place.table}`)
  const plaintext = await openRecord(about(place), found.body, found.data, context)
  const json = fromUtf8(plaintext)
  plaintext.fill(0)
  if (json === undefined) throw damaged(place.key)
  return { answer: { ...view(found.body), Item: JSON.parse(json) } }
}

const listGlobalTables = operation({
  readOnly: true,
  members: {},
  plan: (_, { call }) => ({
    subject: '',
    async run() {
      const tables = await call.state.list<Table>(call.scope.region, 'table')
      return { answer: { GlobalTables: tables.map(({ body }) => body) } }
    },
  }),
})

const deleteGlobalTable = operation({
  members: { TableName: TABLE },
  plan({ TableName: name }, context) {
    return {
      subject: name,
      async run() {
        const { state } = context.call
        const { ReplicaRegions } = (await findTable(name, context)).body
        const items = await nowhere(ReplicaRegions, 'item', `${name}/`, state)
        const tables = (await nowhere(ReplicaRegions, 'table', name, state)).filter(({ item }) => item.id === name)
        return { answer: { TableName: name }, changes: [...tables, ...items] }
      },
    }
  },
})

async function findTable(name: string, { call }: Context): Promise<Item<Table>> {
  const found = await call.state.get<Table>(call.scope.region, 'table', name)
  if (!found) throw notThere(`table ${name} in ${call.scope.region}`)
  return found
}

function view({ DataKey: _, ...item }: TableItem): object {
  return item
}

/** Amazon DynamoDB global tables, of items that their clients encrypt. */
export const dynamodb: Operations = {
  CreateGlobalTable: createGlobalTable,
  ListGlobalTables: listGlobalTables,
  DeleteGlobalTable: deleteGlobalTable,
  PutItem: putItem,
  GetItem: getItem,
}
