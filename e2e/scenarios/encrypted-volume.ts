import { DisableKeyCommand, EnableKeyCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms'
import type { Entry, Facts, Look, Scenario, World } from './scenario.ts'
import {
  base64,
  createsKey,
  errorOf,
  findKey,
  keepWords,
  ofKey,
  refuse,
  refused,
  remembered,
  serviceCall,
  shown,
  since,
  terminal,
} from './support.ts'

const ALIAS = 'alias/disks'
const OPERATOR = 'ada'
const INSTANCE = 'i-0123456789abcdef0'
const LINE = 'Patient 4711: blood group A, rhesus positive.'

/** She may use keys, but only through Amazon EC2, which stands for EBS in `kms:ViaService`. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:CreateGrant'],
      Resource: '*',
      Condition: { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } },
    },
  ],
}

export const encryptedVolume: Scenario = {
  name: 'encrypted-volume',
  number: 7,
  title: 'An encrypted volume',
  summary:
    'Follow what Amazon EBS does with your key: a data key for each volume, a grant for the machine it is attached to. See why a volume goes on working under a disabled key, and when it stops.',
  minutes: 6,
  begin: (world) => world.person(OPERATOR, POLICY),
  steps: [
    createsKey('Create a key for disks', ALIAS, 'Disks of the machines', [
      'Create a symmetric key with the alias `alias/disks`. The user `ada`, who looks after the machines, is there already. Her policy allows her to use keys through Amazon EC2 only, by `kms:ViaService`.',
    ]),
    {
      title: 'Make a volume',
      text: [
        'Let Ada make a volume under the key. EBS has no page here: it is called in a terminal.',
        'EBS asks for a [data key](data-key) of its own for this volume, by `GenerateDataKeyWithoutPlaintext`: nobody has seen it yet, and only its encrypted form is kept. The [encryption context](encryption-context) binds it to the id of the volume.',
      ],
      link: serviceEvents,
      snippets: () => [terminal(OPERATOR, serviceCall('ebs/CreateVolume', { Size: 1, KmsKeyId: ALIAS }))],
      async action(world) {
        await world.service('ebs', 'CreateVolume', { Size: 1, KmsKeyId: ALIAS }, { as: OPERATOR })
      },
      async check(world) {
        const volume = await volumeOf(world)
        if (!volume) return `There is no volume under ${ALIAS} yet.`
        world.memory.set('volumeId', volume.VolumeId)
        const made = await callFor(world, 'GenerateDataKeyWithoutPlaintext')
        world.memory.set('context', JSON.stringify(made ? contextOf(made) : {}))
        return true
      },
      shows: (facts) => shown(facts, { volumeId: 'The volume', context: 'Its encryption context' }),
    },
    {
      title: 'Ask for a data key without EC2',
      text: [
        'Now call `GenerateDataKey` as Ada herself, with her own access key. It is the same person and the same key, but the call does not come through EC2: nothing allows it.',
        'Follow “Why?” in the log to see which condition did not match.',
      ],
      link: ofKey('Calls of the key', 'activity'),
      snippets: () => [terminal(OPERATOR, `aws kms generate-data-key --key-id ${ALIAS} --key-spec AES_256`)],
      async action(world) {
        const call = new GenerateDataKeyCommand({ KeyId: ALIAS, KeySpec: 'AES_256' })
        await refuse(world, 'notDirectly', world.kms({ as: OPERATOR }).send(call))
      },
      async check(world) {
        const [denied] = await world.log({ eventName: 'GenerateDataKey', by: OPERATOR, outcome: 'denied' })
        return denied ? keepWords(world, 'notDirectly', denied) : 'No data key was denied to Ada yet.'
      },
      shows: refused('notDirectly'),
    },
    {
      title: 'Attach it to a machine',
      text: [
        `Attach the volume to the instance \`${INSTANCE}\`. EBS makes a [grant](grant) on your key: the machine may call \`Decrypt\`, for this volume's encryption context and nothing else. By it the machine decrypts the data key once, and keeps it in its memory.`,
        'Look at the grant: it is not Ada who decrypts, it is the session of the machine.',
      ],
      link: ofKey('Grants of the key', 'grants'),
      snippets: (facts) => [terminal(OPERATOR, attachLine(facts))],
      async action(world) {
        await attach(world)
      },
      async check(world) {
        const volume = await volumeOf(world)
        if (volume?.State !== 'in-use') return 'The volume is not attached yet.'
        const opened = await callFor(world, 'Decrypt')
        world.memory.set('machine', String(Object(opened?.record.userIdentity).arn))
        return true
      },
      shows: (facts) => shown(facts, { machine: 'Who decrypted the data key' }),
    },
    {
      title: 'Write to the disk',
      text: [
        'Write a line and read it back. Sectors are encrypted by AES-256-XTS on the machine; AWS KMS is not asked, so the disk is as fast as it is. What stands on the disk itself is ciphertext.',
        'In a terminal `ReadBlocks` gives what the machine reads, and `ReadRawBlocks` what stands on the disk, both in Base64.',
      ],
      link: serviceEvents,
      snippets: (facts) => [terminal(OPERATOR, writeLines(facts))],
      async action(world) {
        const VolumeId = remembered(world, 'volumeId')
        const Data = base64(Buffer.from(LINE))
        await world.service('ebs', 'WriteBlocks', { VolumeId, Data }, { as: OPERATOR })
        world.memory.set('line', await read(world))
      },
      async check(world) {
        const VolumeId = remembered(world, 'volumeId')
        const { Ciphertext } = await world.service('ebs', 'ReadRawBlocks', { VolumeId, Length: 64 })
        const raw = Buffer.from(String(Ciphertext), 'base64')
        if (raw.every((byte) => byte === 0)) return 'Nothing is written at the beginning of the disk yet.'
        world.memory.set('raw', raw.toString('hex'))
        return true
      },
      shows: (facts) => shown(facts, { line: 'As the machine reads it', raw: 'As it stands on the disk' }),
    },
    {
      title: 'Disable the key, and go on reading',
      text: [
        'Disable the key, then read from the volume in a terminal. It works, as nobody asks AWS KMS: the data key is in the memory of the machine. Disabling a key does not stop what is running.',
      ],
      link: ofKey('The key'),
      snippets: (facts) => [terminal(OPERATOR, readLine(facts))],
      async action(world) {
        await world.kms().send(new DisableKeyCommand({ KeyId: remembered(world, 'keyId') }))
        world.memory.set('still', await read(world))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'Disabled') return 'The key is not disabled yet.'
        const entries = since(await world.log({ outcome: 'ok' }), 'DisableKey')
        if (entries.some(({ eventName }) => eventName === 'ReadBlocks')) return true
        return 'The key is disabled, but nothing was read from the volume since.'
      },
      shows: (facts) => shown(facts, { still: 'Read under a disabled key' }),
    },
    {
      title: 'Take it off, and try to attach it again',
      text: [
        'Detach the volume: the machine forgets the data key and retires its grant. Then attach it again. Now EBS needs the key, and AWS KMS refuses.',
        'With AWS this is how it is noticed: weeks later, when an instance is stopped and started.',
      ],
      link: serviceEvents,
      snippets: (facts) => [
        terminal(OPERATOR, `${serviceCall('ebs/DetachVolume', volumeIn(facts))}\n${attachLine(facts)}`),
      ],
      async action(world) {
        if ((await volumeOf(world))?.State === 'in-use') {
          await world.service('ebs', 'DetachVolume', { VolumeId: remembered(world, 'volumeId') }, { as: OPERATOR })
        }
        world.memory.set('notAttached', await errorOf(attach(world)))
      },
      async check(world) {
        const failed = await world.log({ eventName: 'AttachVolume', outcome: 'error' })
        const refusal = failed.find(({ errorCode }) => errorCode === 'DisabledException')
        if (refusal) return keepWords(world, 'notAttached', refusal)
        return 'Nobody has failed to attach the volume with DisabledException yet.'
      },
      shows: refused('notAttached', 'What EBS was told'),
    },
    {
      title: 'Enable the key, and attach it',
      text: [
        'Enable the key and attach the volume once more: a new grant, a new `Decrypt`, and the line is there. Had the key been deleted, nothing would bring it back.',
      ],
      link: ofKey('The key'),
      snippets: (facts) => [terminal(OPERATOR, `${attachLine(facts)}\n${readLine(facts)}`)],
      async action(world) {
        await world.kms().send(new EnableKeyCommand({ KeyId: remembered(world, 'keyId') }))
        await attach(world)
        world.memory.set('again', await read(world))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'Enabled') return 'The key is not enabled yet.'
        return (await volumeOf(world))?.State === 'in-use' ? true : 'The volume is not attached yet.'
      },
      shows: (facts) => shown(facts, { again: 'Read again' }),
    },
  ],
}

function serviceEvents() {
  return { label: 'What EBS was asked for', path: 'audit?source=ec2.amazonaws.com' }
}

const volumeIn = ({ volumeId }: Facts) => ({ VolumeId: volumeId })
const attachLine = (facts: Facts) => serviceCall('ebs/AttachVolume', { ...volumeIn(facts), InstanceId: INSTANCE })
const readLine = (facts: Facts) => serviceCall('ebs/ReadBlocks', volumeIn(facts))

function writeLines(facts: Facts): string {
  const written = { ...volumeIn(facts), Data: base64(Buffer.from(LINE)) }
  const raw = { ...volumeIn(facts), Length: 64 }
  return [serviceCall('ebs/WriteBlocks', written), readLine(facts), serviceCall('ebs/ReadRawBlocks', raw)].join('\n')
}

interface Volume {
  readonly VolumeId: string
  readonly KmsKeyId: string
  readonly State: string
}

/** The volume that is remembered; before one is, any under the key of the scenario. */
async function volumeOf(world: Look): Promise<Volume | undefined> {
  const { Volumes = [] } = await world.service('ebs', 'DescribeVolumes', {})
  const [id, keyId] = [world.memory.get('volumeId'), remembered(world, 'keyId')]
  return Object(Volumes).find(({ VolumeId, KmsKeyId }: Volume) =>
    id === undefined ? KmsKeyId.endsWith(`/${keyId}`) : VolumeId === id,
  )
}

/** The last call for the volume that is remembered. */
async function callFor(world: Look, eventName: string): Promise<Entry | undefined> {
  const calls = await world.log({ eventName, outcome: 'ok', key: remembered(world, 'keyId') })
  return calls.find((entry) => contextOf(entry)['aws:ebs:id'] === remembered(world, 'volumeId'))
}

function contextOf({ record }: Entry): Readonly<Record<string, unknown>> {
  return { ...Object(Object(record.requestParameters).encryptionContext) }
}

async function attach(world: World): Promise<void> {
  const asked = { VolumeId: remembered(world, 'volumeId'), InstanceId: INSTANCE }
  await world.service('ebs', 'AttachVolume', asked, { as: OPERATOR })
}

/** The beginning of the disk, without the zeros that fill the sector. */
async function read(world: World): Promise<string> {
  const { Data } = await world.service('ebs', 'ReadBlocks', { VolumeId: remembered(world, 'volumeId') })
  return Buffer.from(String(Data), 'base64').toString().replaceAll('\0', '')
}
