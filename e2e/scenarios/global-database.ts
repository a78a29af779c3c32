import {
  DisableKeyCommand,
  EnableKeyCommand,
  ReplicateKeyCommand,
  UpdatePrimaryRegionCommand,
} from '@aws-sdk/client-kms'
import type { Look, Scenario, World } from './scenario.ts'
import {
  base64,
  createsKey,
  errorOf,
  findKey,
  keepWords,
  newKey,
  refuse,
  refused,
  remembered,
  serviceCall,
  shown,
  since,
  terminal,
} from './support.ts'

const HERE = 'us-east-1'
const AWAY = 'eu-west-1'
const REGIONS = [HERE, AWAY]
const LOCAL = 'alias/orders-local'
const EVERYWHERE = 'alias/orders'
const TABLE = 'orders'
const CLUSTER = 'orders'
const ORDER = { TableName: TABLE, Key: 'order-1' }
const ITEM = { what: 'ten pumps', to: 'Lena' }
const PAGES = { 1: 'ten pumps, to Lena', 2: 'two valves' } as const
const OF_CLUSTER = { GlobalClusterIdentifier: CLUSTER }
const FAILOVER = { ...OF_CLUSTER, TargetRegion: AWAY }
/** Who runs the databases: their program may use every key. */
const OPERATOR = 'operator'
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'], Resource: '*' }],
}

export const globalDatabase: Scenario = {
  name: 'global-database',
  number: 8,
  title: 'A database in two Regions',
  summary:
    'Replicate encrypted data to another Region and find that it does not open there, until its key is there too. Then lose the first Region and fail over, with a multi-Region key.',
  minutes: 8,
  region: HERE,
  begin: (world) => world.person(OPERATOR, POLICY),
  steps: [
    createsKey('Create a key as one always does', LOCAL, 'Orders, in one Region', [
      `Create a symmetric key in \`${HERE}\` with the alias \`alias/orders-local\`, and leave it a single-Region key, which is what the wizard proposes.`,
    ]),
    {
      title: 'Store an order in a global table',
      text: [
        `Make a DynamoDB global table \`${TABLE}\` in \`${HERE}\` and \`${AWAY}\` with this key, and put an item into it. The program encrypts the item before it sends it; DynamoDB takes the same bytes to both Regions.`,
        `DynamoDB has no page here: the user \`${OPERATOR}\` calls it in a terminal.`,
      ],
      link: serviceEvents('dynamodb'),
      snippets: (facts) => [
        inTerminal(
          ['dynamodb/CreateGlobalTable', HERE, tableOf(facts.keyArn)],
          ['dynamodb/PutItem', HERE, { ...ORDER, Item: ITEM }],
        ),
      ],
      async action(world) {
        const asked = tableOf(remembered(world, 'keyArn'))
        if (!(await hasTable(world))) await world.service('dynamodb', 'CreateGlobalTable', asked, { as: OPERATOR })
        await world.service('dynamodb', 'PutItem', { ...ORDER, Item: ITEM }, { as: OPERATOR })
      },
      async check(world) {
        if (!(await hasTable(world))) return `There is no global table ${TABLE} yet.`
        const stored = await world.log({ eventName: 'PutItem', outcome: 'ok' })
        return stored.length > 0 ? true : `Nothing is stored in the table ${TABLE} yet.`
      },
    },
    {
      title: 'Read it in the other Region',
      text: [
        `Read the item in \`${AWAY}\`. The bytes are there, in full, but they do not open: the key that they name is in another Region, and AWS KMS of this Region has no way to it.`,
        'Many a standby Region is found to be of no use on the day it is needed, for just this reason.',
      ],
      link: serviceEvents('dynamodb', AWAY),
      snippets: () => [inTerminal(['dynamodb/GetItem', AWAY, ORDER])],
      async action(world) {
        const reading = world.service('dynamodb', 'GetItem', ORDER, { as: OPERATOR, region: AWAY })
        world.memory.set('notHere', await errorOf(reading))
      },
      async check(world) {
        const asked = await world.log({ eventName: 'GetItem' })
        const failed = asked.find(({ region, outcome }) => region === AWAY && outcome !== 'ok')
        if (failed) return keepWords(world, 'notHere', failed)
        return `Nobody has failed to read the item in ${AWAY} yet.`
      },
      shows: refused('notHere'),
    },
    {
      title: 'Create a multi-Region key, and replicate it',
      text: [
        `Create a symmetric multi-Region key with the alias \`alias/orders\`, and replicate it to \`${AWAY}\`. The [replica](replica-key) has the same key id, which begins with \`mrk-\`, and the same [key material](key-material); policy, aliases and state are its own.`,
        'A single-Region key cannot be turned into one: what is encrypted under it has to be encrypted anew. A replica is not ready at once, but within a minute. Done for you, the clock of the sandbox goes on for it.',
      ],
      link: ({ multiKey }) =>
        multiKey
          ? { label: 'Regionality of the key', path: `keys/${multiKey}/regionality` }
          : { label: 'Create key', path: 'keys/create' },
      async action(world) {
        const KeyId =
          (await findKey(world, EVERYWHERE))?.KeyId ?? (await newKey(world, EVERYWHERE, { MultiRegion: true }))
        const replica = await findKey(world, KeyId, { region: AWAY })
        if (!replica) await world.kms().send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: AWAY }))
        await world.sandbox.advance('PT1M')
      },
      async check(world) {
        const key = await findKey(world, EVERYWHERE)
        if (!key?.KeyId || !key.Arn) return `No key in ${HERE} has the alias ${EVERYWHERE} yet.`
        if (!key.MultiRegion) return `${EVERYWHERE} is a single-Region key.`
        world.memory.set('multiKey', key.KeyId)
        const replica = await findKey(world, key.KeyId, { region: AWAY })
        if (!replica?.Arn) return `The key has no replica in ${AWAY} yet.`
        if (replica.KeyState !== 'Enabled') return `The replica in ${AWAY} is ${replica.KeyState}.`
        world.memory.set('primary', key.Arn)
        world.memory.set('replica', replica.Arn)
        return true
      },
      shows: (facts) => shown(facts, { primary: 'The primary', replica: 'The replica' }),
    },
    {
      title: 'Make a global database with it',
      text: [
        `Make an Aurora global database \`${CLUSTER}\` in both Regions with the multi-Region key, write a page in \`${HERE}\`, and read it in \`${AWAY}\`. Look at the log: the program asked AWS KMS in \`${HERE}\` to write, and AWS KMS in \`${AWAY}\` to read.`,
      ],
      link: (facts) => ({ label: 'The replica', path: `keys/${facts.multiKey}/activity`, region: AWAY }),
      snippets: (facts) => [
        inTerminal(['aurora/CreateGlobalCluster', HERE, clusterOf(facts.primary)], writes(1, HERE), reads(1, AWAY)),
      ],
      async action(world) {
        const asked = clusterOf(remembered(world, 'primary'))
        if (!(await writerOf(world))) await world.service('aurora', 'CreateGlobalCluster', asked, { as: OPERATOR })
        await write(world, 1, HERE)
        world.memory.set('readAway', await read(world, 1, AWAY))
      },
      async check(world) {
        const reads = await world.log({ eventName: 'ReadPage', outcome: 'ok' })
        if (reads.some(({ region }) => region === AWAY)) return true
        return `No page of a global database was read in ${AWAY} yet.`
      },
      shows: (facts) => shown(facts, { readAway: `Read in ${AWAY}` }),
    },
    {
      title: 'Lose the first Region',
      text: [
        `Disable the primary in \`${HERE}\`, as if somebody had locked you out there. Writing fails in \`${HERE}\`; in \`${AWAY}\` it fails too, as that Region only reads. But reading there goes on: the replica is a key of its own and is still enabled.`,
      ],
      link: (facts) => ({ label: 'The primary', path: `keys/${facts.multiKey}` }),
      snippets: () => [inTerminal(writes(2, HERE), writes(2, AWAY), reads(1, AWAY))],
      async action(world) {
        await world.kms().send(new DisableKeyCommand({ KeyId: remembered(world, 'multiKey') }))
        world.memory.set('lost', await errorOf(write(world, 2, HERE)))
        world.memory.set('readOnly', await errorOf(write(world, 2, AWAY)))
        world.memory.set('stillAway', await read(world, 1, AWAY))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'multiKey'))
        if (key?.KeyState !== 'Disabled') return `The primary in ${HERE} is not disabled yet.`
        const failed = await world.log({ eventName: 'WritePage', outcome: 'error' })
        const lost = failed.find(({ errorCode }) => errorCode === 'DisabledException')
        if (lost) return keepWords(world, 'lost', lost)
        return `The primary is disabled, but nobody has tried to write in ${HERE} since.`
      },
      shows: (facts) => [
        ...refused('lost', `Write in ${HERE}`)(facts),
        ...refused('readOnly', `Write in ${AWAY}`)(facts),
        ...shown(facts, { stillAway: `Read in ${AWAY}` }),
      ],
    },
    {
      title: 'Fail over',
      text: [
        `Let \`${AWAY}\` write from now on, by \`FailoverGlobalCluster\`. Then write the page that could not be written. The primary is still disabled, and nothing needs it.`,
        'Only a primary can be replicated. But to encrypt and decrypt, each member of the family does alone.',
      ],
      link: serviceEvents('rds', AWAY),
      snippets: () => [inTerminal(['aurora/FailoverGlobalCluster', AWAY, FAILOVER], writes(2, AWAY), reads(2, AWAY))],
      async action(world) {
        if ((await writerOf(world)) !== AWAY) {
          await world.service('aurora', 'FailoverGlobalCluster', FAILOVER, { as: OPERATOR, region: AWAY })
        }
        await write(world, 2, AWAY)
        world.memory.set('both', [await read(world, 1, AWAY), await read(world, 2, AWAY)].join('; '))
      },
      async check(world) {
        const after = since(await world.log(), 'FailoverGlobalCluster')
        if ((await writerOf(world)) !== AWAY) return `${HERE} is still the Region that writes.`
        const wrote = ({ eventName, outcome, region }: (typeof after)[number]) =>
          eventName === 'WritePage' && outcome === 'ok' && region === AWAY
        return after.some(wrote) ? true : `Nothing was written in ${AWAY} since the failover.`
      },
      shows: (facts) => shown(facts, { both: `Read in ${AWAY}` }),
    },
    {
      title: 'Make the replica the primary, once that can be',
      text: [
        `Make \`${AWAY}\` the primary Region, with \`UpdatePrimaryRegion\`: further replicas are made from there, and rotation is decided there. The call goes to the Region of the present primary, and is refused as long as that key is disabled. So enable it first, now that the first Region is yours again.`,
        'It was no part of the failover, and could not have been: data does not wait for it. Both members are being updated for a moment then. Done for you, the clock goes on a minute for it.',
      ],
      link: ({ multiKey }) => ({ label: 'Regionality of the key', path: `keys/${multiKey}/regionality` }),
      async action(world) {
        const KeyId = remembered(world, 'multiKey')
        const move = new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: AWAY })
        const key = await findKey(world, KeyId)
        if (key?.KeyState === 'Disabled') {
          await refuse(world, 'notMoved', world.kms().send(move))
          await world.kms().send(new EnableKeyCommand({ KeyId }))
        }
        await world.kms().send(move)
        await world.sandbox.advance('PT1M')
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'multiKey'), { region: AWAY })
        const type = key?.MultiRegionConfiguration?.MultiRegionKeyType
        if (type !== 'PRIMARY') return `The key in ${AWAY} is a ${type?.toLowerCase()}.`
        return key?.KeyState === 'Enabled' ? true : `The new primary in ${AWAY} is ${key?.KeyState}.`
      },
      shows: refused('notMoved'),
    },
  ],
}

function serviceEvents(source: string, region = HERE) {
  return () => ({ label: 'What it was asked for', path: `audit?source=${source}.amazonaws.com`, region })
}

type Call = readonly [path: string, Region: string, asked: object]

/** Calls of services, each with its operation, where it is made, and what it is asked. */
function inTerminal(...calls: readonly Call[]) {
  return terminal(OPERATOR, calls.map(([path, Region, asked]) => serviceCall(path, { ...asked, Region })).join('\n'))
}

const tableOf = (KmsKeyId = '') => ({ TableName: TABLE, ReplicaRegions: REGIONS, KmsKeyId })
const clusterOf = (KmsKeyId = '') => ({ ...OF_CLUSTER, Regions: REGIONS, KmsKeyId })
const pageOf = (PageNumber: 1 | 2) => ({ ...OF_CLUSTER, PageNumber })
const writtenTo = (page: 1 | 2) => ({ ...pageOf(page), Data: base64(Buffer.from(PAGES[page])) })
const writes = (page: 1 | 2, region: string): Call => ['aurora/WritePage', region, writtenTo(page)]
const reads = (page: 1 | 2, region: string): Call => ['aurora/ReadPage', region, pageOf(page)]

async function hasTable(world: Look): Promise<boolean> {
  const { GlobalTables } = await world.service('dynamodb', 'ListGlobalTables', {})
  return Object(GlobalTables).some((table: { readonly TableName: string }) => table.TableName === TABLE)
}

interface GlobalCluster {
  readonly GlobalClusterIdentifier: string
  readonly WriterRegion: string
}

/** The Region that writes the global database; undefined where there is none yet. */
async function writerOf(world: Look): Promise<string | undefined> {
  const { GlobalClusters } = await world.service('aurora', 'DescribeGlobalClusters', {})
  const isOurs = ({ GlobalClusterIdentifier: id }: GlobalCluster) => id === CLUSTER
  return Object(GlobalClusters).find(isOurs)?.WriterRegion
}

function write(world: World, page: 1 | 2, region: string) {
  return world.service('aurora', 'WritePage', writtenTo(page), { as: OPERATOR, region })
}

async function read(world: World, page: 1 | 2, region: string): Promise<string> {
  const { Data } = await world.service('aurora', 'ReadPage', pageOf(page), { as: OPERATOR, region })
  return Buffer.from(String(Data), 'base64').toString()
}
