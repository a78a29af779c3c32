import { toBase64 } from '#kernel/bytes.ts'
import type { Region } from '#kernel/ids.ts'
import { invalid, notThere, thereAlready, wrongState } from '../errors.ts'
import { type About, inEvery, nowhere, openRecord, type Sealed, sealRecord } from '../global/records.ts'
import { bytes, type Input, integer, matching, otherwise, region, regions, text } from '../members.ts'
import { type Context, type Operations, operation, type Result } from '../operation.ts'

interface Cluster {
  readonly GlobalClusterIdentifier: string
  readonly Regions: readonly Region[]
  /** Where writes are taken. */
  readonly WriterRegion: Region
  /** With what clients encrypt, as it was named. */
  readonly KmsKeyId: string
}

interface Page extends Sealed {
  readonly GlobalClusterIdentifier: string
  readonly PageNumber: number
}

interface Place {
  readonly cluster: string
  readonly page: number
}

const CLUSTER = { GlobalClusterIdentifier: matching(/^[a-z][a-z0-9-]{0,62}$/) }
const MOST_BYTES = 16_384
const MOST_PAGES = 2 ** 32 - 1
const PAGE = { ...CLUSTER, PageNumber: otherwise(integer(0, MOST_PAGES), 0) }
const idOf = ({ cluster, page }: Place) => `${cluster}/${page}`

const placeOf = (input: Input<typeof PAGE>): Place => ({
  cluster: input.GlobalClusterIdentifier,
  page: input.PageNumber,
})

function about({ cluster, page }: Place): About {
  return { name: `aurora page ${idOf({ cluster, page })}`, context: { 'global-cluster': cluster, page: String(page) } }
}

/** The first Region is the one that writes. */
const createGlobalCluster = operation({
  members: { ...CLUSTER, Regions: regions, KmsKeyId: text() },
  plan({ GlobalClusterIdentifier: id, Regions, KmsKeyId }, { call }) {
    return {
      subject: id,
      async run() {
        for (const each of Regions) {
          if (await call.state.get(each, 'cluster', id)) throw thereAlready(`a global cluster ${id} in ${each}`)
        }
        const body: Cluster = { GlobalClusterIdentifier: id, Regions, WriterRegion: Regions[0], KmsKeyId }
        return { answer: body, changes: await inEvery(Regions, { kind: 'cluster', id, body }, call.state) }
      },
    }
  },
})

/** A page of the database, encrypted in the caller's program and taken to the other Regions as it is. */
const writePage = operation({
  secrets: ['Data'],
  members: { ...PAGE, Data: bytes(MOST_BYTES) },
  plan(input, context) {
    const place = placeOf(input)
    return { subject: place.cluster, run: () => write(place, input.Data, context) }
  },
})

async function write(place: Place, plaintext: Buffer, context: Context): Promise<Result> {
  const { state, scope } = context.call
  const { WriterRegion, Regions, KmsKeyId } = await findCluster(place.cluster, context)
  if (scope.region !== WriterRegion) {
    throw wrongState(`${place.cluster} is read-only in ${scope.region}: ${WriterRegion} writes.`)
  }
  const { sealed, data } = await sealRecord(about(place), KmsKeyId, plaintext, context)
  plaintext.fill(0)
  const body: Page = { GlobalClusterIdentifier: place.cluster, PageNumber: place.page, ...sealed }
  const changes = await inEvery(Regions, { kind: 'page', id: idOf(place), body, data }, state)
  return { answer: view(body), changes }
}

const readPage = operation({
  readOnly: true,
  members: PAGE,
  plan(input, context) {
    const place = placeOf(input)
    return { subject: place.cluster, run: () => read(place, context) }
  },
})

async function read(place: Place, context: Context): Promise<Result> {
  const { state, scope } = context.call
  await findCluster(place.cluster, context)
  const found = await state.get<Page>(scope.region, 'page', idOf(place))
  if (!found) throw notThere(`page ${place.page} of ${place.cluster}`)
  const plaintext = await openRecord(about(place), found.body, found.data, context)
  return { answer: { ...view(found.body), Data: toBase64(plaintext) } }
}

/** Promotes another Region: it writes from now on, with the member of the key that is there. */
const failoverGlobalCluster = operation({
  members: { ...CLUSTER, TargetRegion: region },
  plan({ GlobalClusterIdentifier: id, TargetRegion: target }, context) {
    return {
      subject: id,
      async run() {
        const cluster = await findCluster(id, context)
        if (!cluster.Regions.includes(target)) throw invalid(`${id} is not in ${target}.`)
        if (cluster.WriterRegion === target) throw wrongState(`${target} writes ${id} already.`)
        const body: Cluster = { ...cluster, WriterRegion: target }
        const changes = await inEvery(cluster.Regions, { kind: 'cluster', id, body }, context.call.state)
        return { answer: body, changes }
      },
    }
  },
})

const describeGlobalClusters = operation({
  readOnly: true,
  members: {},
  plan: (_, { call }) => ({
    subject: '',
    async run() {
      const clusters = await call.state.list<Cluster>(call.scope.region, 'cluster')
      return { answer: { GlobalClusters: clusters.map(({ body }) => body) } }
    },
  }),
})

const deleteGlobalCluster = operation({
  members: CLUSTER,
  plan({ GlobalClusterIdentifier: id }, context) {
    return {
      subject: id,
      async run() {
        const { state } = context.call
        const { Regions } = await findCluster(id, context)
        const pages = await nowhere(Regions, 'page', `${id}/`, state)
        const clusters = (await nowhere(Regions, 'cluster', id, state)).filter(({ item }) => item.id === id)
        return { answer: { GlobalClusterIdentifier: id }, changes: [...clusters, ...pages] }
      },
    }
  },
})

async function findCluster(id: string, { call }: Context): Promise<Cluster> {
  const found = await call.state.get<Cluster>(call.scope.region, 'cluster', id)
  if (!found) throw notThere(`global cluster ${id} in ${call.scope.region}`)
  return found.body
}

function view({ DataKey: _, ...page }: Page): object {
  return page
}

/** Amazon Aurora global databases, of pages that their clients encrypt. */
export const aurora: Operations = {
  CreateGlobalCluster: createGlobalCluster,
  DescribeGlobalClusters: describeGlobalClusters,
  DeleteGlobalCluster: deleteGlobalCluster,
  FailoverGlobalCluster: failoverGlobalCluster,
  WritePage: writePage,
  ReadPage: readPage,
}
