import { DecryptCommand, EncryptCommand, UpdateKeyDescriptionCommand } from '@aws-sdk/client-kms'
import type { Entry, Look, Scenario, World } from './scenario.ts'
import {
  createsKey,
  errorOf,
  keepWords,
  ofKey,
  refusalOf,
  refused,
  remembered,
  serviceCall,
  shown,
  terminal,
  wordsOf,
} from './support.ts'

const ALIAS = 'alias/uploads'
const EACH = 'photos-each'
const SHARED = 'photos-shared'
const OBJECTS = 20
const CALLS = 4
const CLIENT_TRIES = 5
const SANDBOX = 'scenario-throttling'
const UPLOADER = 'uploader'
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Effect: 'Allow', Resource: '*' },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:UpdateKeyDescription'],
    },
  ],
}
const BODY = Buffer.from('A photo.').toString('base64')

export const throttling: Scenario = {
  name: 'throttling',
  number: 11,
  title: 'Too many calls',
  summary:
    'Count the calls that a bucket makes, and what a bucket key saves. Then exceed a quota of AWS KMS, let it refuse on purpose, and see what the retries of an SDK take care of and what not.',
  minutes: 7,
  begin: (world) => world.person(UPLOADER, POLICY),
  steps: [
    createsKey('Create a key for uploads', ALIAS, 'Uploads', [
      'Create a symmetric key with the alias `alias/uploads`. Two buckets of Amazon S3 will encrypt under it.',
    ]),
    {
      title: 'Store objects, a call for each',
      text: [
        `Make the bucket \`${EACH}\` with SSE-KMS under this key and without a [bucket key](bucket-key), and store ${OBJECTS} objects. Amazon S3 asks for a [data key](data-key) for every one of them; reading them takes a \`Decrypt\` each.`,
        `S3 has no page here: the user \`${UPLOADER}\` calls it in a terminal.`,
      ],
      link: ofKey('Calls of the key', 'activity'),
      snippets: () => [terminal(UPLOADER, fillLines(EACH, false))],
      action: (world) => fill(world, EACH, false),
      check: (world) => counted(world, EACH),
      shows: (facts) => shown(facts, { [EACH]: 'What was needed' }),
    },
    {
      title: 'Store as many with a bucket key',
      text: [
        `Make the bucket \`${SHARED}\` with \`"BucketKeyEnabled":true\`, and store ${OBJECTS} objects there. S3 asks for one key of the bucket, and derives those of the objects from it, for five minutes here.`,
        'What you give up: the log tells of the bucket and no more of each object, and who was let in once is not asked for again until the bucket key has run out.',
      ],
      link: ofKey('Calls of the key', 'activity'),
      snippets: () => [terminal(UPLOADER, fillLines(SHARED, true))],
      action: (world) => fill(world, SHARED, true),
      check: (world) => counted(world, SHARED),
      shows: (facts) => shown(facts, { [EACH]: 'Without a bucket key', [SHARED]: 'With one' }),
    },
    {
      title: 'Exceed a quota',
      text: [
        'Choose the request quotas of AWS for this sandbox. They are large for cryptography, and small for changes: `UpdateKeyDescription` may be called 5 times a second. Let a script call it as fast as it can, in a terminal, and most of its calls are refused.',
        'Nothing is wrong with the key or with the caller. The quota is shared by all programs of the account in this Region.',
      ],
      link: theSandbox('Request quotas of the sandbox'),
      snippets: ({ keyId }) => [terminal(UPLOADER, overrunLines(keyId))],
      async action(world) {
        await world.sandbox.setQuotas('aws')
        world.memory.set('tooFast', await overrun(world))
      },
      async check(world) {
        const [entry] = throttledOf(await world.log({ eventName: 'UpdateKeyDescription', outcome: 'error' }))
        return entry ? keepWords(world, 'tooFast', entry) : 'No call of UpdateKeyDescription was throttled yet.'
      },
      shows: refused('tooFast'),
    },
    {
      title: 'Let AWS KMS refuse on purpose',
      text: [
        'Add a fault to the sandbox: `throttle`, for `GenerateDataKey`, on every call. Then store one more object in each bucket. Where a call is needed for each, storing fails. Where the bucket key is still good, it goes on.',
        'A fault shows what a program does on the day when it happens. Its event in the log says that it was asked for: `additionalEventData.injectedFaults`.',
      ],
      link: theSandbox('Faults of the sandbox'),
      snippets: () => [
        { ...terminal(UPLOADER, storeLine(SHARED, 'before')), label: 'First, for a bucket key that is new' },
        terminal(UPLOADER, [storeLine(EACH, 'one-more'), storeLine(SHARED, 'one-more')].join('\n')),
      ],
      async action(world) {
        // A reader may have taken longer over the steps before than a bucket key lasts.
        await store(world, SHARED, 'before')
        await world.sandbox.setFaults([{ kind: 'throttle', operation: 'GenerateDataKey' }])
        world.memory.set('each refusal', await errorOf(store(world, EACH, 'one-more')))
        await store(world, SHARED, 'one-more')
      },
      async check(world) {
        const failed = throttledOf(await world.log({ eventName: 'PutObject', outcome: 'error' }))
        const refusal = failed.find((entry) => bucketOf(entry) === EACH)
        if (!refusal) return `Nothing failed to be stored in ${EACH} yet.`
        keepWords(world, 'each refusal', refusal)
        const stored = await world.log({ eventName: 'PutObject', outcome: 'ok' })
        const first = failed.at(-1)?.time ?? world.now()
        if (stored.some((entry) => bucketOf(entry) === SHARED && entry.time >= first)) return true
        return `Nothing was stored in ${SHARED} since.`
      },
      shows: refused('each refusal', EACH),
    },
    {
      title: 'Let the SDK try again',
      text: [
        `Put another fault in its place: \`throttle\`, for \`Decrypt\`, on every second call. A program that gives up at the first refusal loses half of its calls. The AWS SDKs try again by themselves, with a pause that grows: with up to ${CLIENT_TRIES} tries the same program notices nothing.`,
        'The log has all of it: each try is a request of its own, and counts against the quota.',
      ],
      link: theSandbox('Faults of the sandbox'),
      snippets: () => [terminal(UPLOADER, RETRY_LINES)],
      async action(world) {
        const blob = await sealed(world)
        await world.sandbox.setFaults([{ kind: 'throttle', operation: 'Decrypt', every: 2 }])
        const tell = (lost: number) => `${lost} of ${CALLS} calls lost`
        world.memory.set('without', tell(await lostOf(world, blob, 1)))
        world.memory.set('with', tell(await lostOf(world, blob, CLIENT_TRIES)))
      },
      async check(world) {
        const calls = await world.log({ eventName: 'Decrypt', key: remembered(world, 'keyId') })
        const all = await world.log({ eventName: 'Decrypt' })
        const { length: throttled } = throttledOf(all)
        if (throttled === 0) return 'No call of Decrypt was throttled yet.'
        if (!calls.some(({ outcome }) => outcome === 'ok')) return 'No call of Decrypt has succeeded yet.'
        // Calls with one try lose two of four: with the third, calls are tried again.
        if (throttled <= CALLS / 2 || all[0]?.outcome !== 'ok') {
          return `Decrypt was throttled ${throttled === 1 ? 'once' : `${throttled} times`}: let the calls come to their end.`
        }
        world.memory.set('requests', `${all.length}, of which ${throttled} were throttled`)
        return true
      },
      shows: (facts) =>
        shown(facts, { without: 'One try', with: `${CLIENT_TRIES} tries`, requests: 'Requests of Decrypt' }),
    },
    {
      title: 'End the disturbance',
      text: [
        `Take the faults away and set the quotas off. Then store an object in \`${EACH}\` once more: it works as if nothing had been. No data was lost by any of it; what was refused was never begun.`,
      ],
      link: theSandbox('The sandbox'),
      snippets: () => [terminal(UPLOADER, storeLine(EACH, 'one-more'))],
      async action(world) {
        await world.sandbox.setFaults([])
        await world.sandbox.setQuotas('off')
        await store(world, EACH, 'one-more')
      },
      async check(world) {
        const puts = (await world.log({ eventName: 'PutObject' })).filter((entry) => bucketOf(entry) === EACH)
        return puts[0]?.outcome === 'ok' ? true : `Nothing was stored in ${EACH} since it was refused.`
      },
    },
  ],
}

function theSandbox(label: string) {
  return () => ({ label, path: `sandboxes/${SANDBOX}` })
}

function storeLine(Bucket: string, Key: string): string {
  return serviceCall('s3/PutObject', { Bucket, Key, Body: BODY })
}

function fillLines(Bucket: string, BucketKeyEnabled: boolean): string {
  const photos = storeLine(Bucket, "photo-'$number'")
  const numbers = Array.from({ length: OBJECTS }, (_, at) => at + 1).join(' ')
  return [
    serviceCall('s3/CreateBucket', bucketWith(Bucket, BucketKeyEnabled)),
    `for number in ${numbers}; do`,
    `  ${photos}`,
    'done',
  ].join('\n')
}

/** curl signs the call too, and does not take as long to start as the AWS CLI. */
function overrunLines(keyId = ''): string {
  return [
    'curl -s -Z --no-progress-meter --aws-sigv4 "aws:amz:$AWS_REGION:kms" \\',
    '  -u "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -w \'\\n\' \\',
    "  -H 'Content-Type: application/x-amz-json-1.1' -H 'X-Amz-Target: TrentService.UpdateKeyDescription' \\",
    `  -d '${JSON.stringify({ KeyId: keyId, Description: 'Uploads of photos' })}' "$AWS_ENDPOINT_URL/#[1-40]"`,
  ].join('\n')
}

const RETRY_LINES = [
  'printf A > name.txt',
  `aws kms encrypt --key-id ${ALIAS} --plaintext fileb://name.txt \\`,
  '  --query CiphertextBlob --output text | base64 --decode > name.bin',
  `for tries in 1 1 1 1 ${CLIENT_TRIES} ${CLIENT_TRIES}; do`,
  '  AWS_MAX_ATTEMPTS=$tries aws kms decrypt --ciphertext-blob fileb://name.bin',
  'done',
].join('\n')

const bucketWith = (Bucket: string, BucketKeyEnabled: boolean) => ({
  ...{ Bucket, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: ALIAS, BucketKeyEnabled },
})

async function fill(world: World, Bucket: string, BucketKeyEnabled: boolean): Promise<void> {
  const { Buckets = [] } = await world.service('s3', 'ListBuckets', {}, { as: UPLOADER })
  const isThere = Object(Buckets).some((one: { readonly Bucket: string }) => one.Bucket === Bucket)
  if (!isThere) await world.service('s3', 'CreateBucket', bucketWith(Bucket, BucketKeyEnabled), { as: UPLOADER })
  for (let index = 1; index <= OBJECTS; index += 1) await store(world, Bucket, `photo-${index}`)
}

function store(world: World, Bucket: string, Key: string) {
  return world.service('s3', 'PutObject', { Bucket, Key, Body: BODY }, { as: UPLOADER })
}

/** How many data keys were asked for, as the encryption contexts of a bucket tell; and whether there are objects enough. */
async function counted(world: Look, bucket: string): Promise<true | string> {
  const made = await world.log({ eventName: 'GenerateDataKey', outcome: 'ok', key: remembered(world, 'keyId') })
  // The partition follows the Region.
  const { length: calls } = made.filter((entry) => contextOf(entry).includes(`:s3:::${bucket}`))
  const stored = await world.log({ eventName: 'PutObject', outcome: 'ok' })
  const { length: objects } = stored.filter((entry) => bucketOf(entry) === bucket)
  if (objects < OBJECTS || calls === 0)
    return `${objects} objects are stored in ${bucket} under ${ALIAS}, of ${OBJECTS}.`
  if (bucket === SHARED && calls >= objects)
    return `${bucket} has no bucket key: ${calls} calls for ${objects} objects.`
  world.memory.set(bucket, `${calls} ${calls === 1 ? 'call' : 'calls'} of GenerateDataKey for ${objects} objects`)
  return true
}

function contextOf({ record }: Entry): string {
  const { encryptionContext } = Object(record.requestParameters)
  return String(Object(encryptionContext)['aws:s3:arn'])
}

const bucketOf = ({ record }: Entry) => String(Object(record.requestParameters).Bucket)
const throttledOf = (entries: readonly Entry[]) =>
  entries.filter(({ errorCode }) => errorCode === 'ThrottlingException')

/** Calls at once, again and again, until one of them is throttled: that takes longer where the machine is busy. */
async function overrun(world: World): Promise<string> {
  const KeyId = remembered(world, 'keyId')
  const call = () =>
    world.kms({ as: UPLOADER }).send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'Uploads of photos' }))
  for (let tries = 0; tries < 50; tries += 1) {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, call))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) return wordsOf(await refusalOf(Promise.reject(failed.reason)))
  }
  throw new Error('this machine is too slow to exceed the quota')
}

async function sealed(world: World): Promise<Uint8Array> {
  const call = new EncryptCommand({ KeyId: ALIAS, Plaintext: Buffer.from('A name.') })
  return (await world.kms({ as: UPLOADER }).send(call)).CiphertextBlob ?? new Uint8Array()
}

/** How many of some calls, one after the other, come to nothing when each is tried so often. */
async function lostOf(world: World, CiphertextBlob: Uint8Array, attempts: number): Promise<number> {
  let lost = 0
  for (let call = 0; call < CALLS; call += 1) {
    const trying = world.kms({ as: UPLOADER, attempts }).send(new DecryptCommand({ CiphertextBlob }))
    await trying.catch(async () => {
      await refusalOf(trying)
      lost += 1
    })
  }
  return lost
}
