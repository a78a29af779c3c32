import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  type KMSClient,
} from '@aws-sdk/client-kms'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, kmsOf, REGION, utf8 } from './clients.ts'
import { ConsoleSession } from './console-session.ts'

// What the console reads of the audit log beside its pages: searches, counts, and the live tail by server-sent events.

let server: Server
let kms: KMSClient
let session: ConsoleSession
let key: { readonly id: string; readonly arn: string }
const open: AbortController[] = []

beforeAll(async () => {
  server = await startServer()
  kms = kmsOf(server)
  session = await ConsoleSession.signIn(server)
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
  key = { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' }
})
afterEach(() => {
  for (const controller of open.splice(0)) controller.abort()
})
afterAll(async () => {
  kms.destroy()
  await server.stop()
})

const SCOPE = `scope=main/${ACCOUNT}/${REGION}`
const describeKey = () => kms.send(new DescribeKeyCommand({ KeyId: key.id }))
const encrypt = (order: string) =>
  kms.send(new EncryptCommand({ KeyId: key.id, Plaintext: utf8('x'), EncryptionContext: { order } }))
/** The filter: the events of this test's key by one name. */
const only = (name: string) => `event=${name}&key=${encodeURIComponent(key.arn)}`

interface Message {
  readonly id?: string
  readonly event?: string
  readonly data: string
}
interface Row {
  readonly seq: number
  readonly eventName: string
}

async function connect(filter: string, headers: HeadersInit = {}, by = session): Promise<AsyncGenerator<Message>> {
  const controller = new AbortController()
  open.push(controller)
  const response = await by.fetch(`/api/console/tail?${SCOPE}&${filter}`, { headers, signal: controller.signal })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  return messagesOf(response)
}

/** The messages of a stream, without those that only say it is alive. */
async function* messagesOf({ body }: Response): AsyncGenerator<Message> {
  if (!body) throw new Error('there is no stream')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (text + value).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => line.split(/:(.*)/s).map((part) => part.trim())),
      )
      if ('data' in fields && fields.event !== 'place') yield fields as Message
    }
  }
}

/** The next rows of a tail, so many of them. */
async function rows(tail: AsyncGenerator<Message>, count: number): Promise<{ rows: Row[]; id: string }> {
  const found: Row[] = []
  for (;;) {
    const { value } = await tail.next()
    if (value?.event !== 'events') throw new Error(`${JSON.stringify(value)} came after ${found.length} events`)
    found.push(...JSON.parse(value.data))
    if (found.length >= count) return { rows: found, id: value.id ?? '' }
  }
}

const read = async (query: string, filter: string) =>
  (await (await session.fetch(`/api/console/${query}?${SCOPE}&${filter}`)).json()) as never

describe('the live tail', () => {
  it('tells what happens from now on, as the filter says', async () => {
    await describeKey()
    const tail = await connect(only('DescribeKey'))
    await encrypt('1')
    await describeKey()
    expect((await rows(tail, 1)).rows.map(({ eventName }) => eventName)).toEqual(['DescribeKey'])
  })

  it('is recorded once for each connection', async () => {
    const lookUps = async () => {
      const { events }: { events: Row[] } = await read('events', 'event=LookupEvents&text=follow-me')
      return events.length
    }
    const before = await lookUps()
    const tail = await connect(`${only('DescribeKey')}&text=follow-me&user!=nobody`)
    await describeKey()
    const other = await connect(only('DescribeKey'))
    await describeKey()
    await rows(other, 1)
    // What asks for the number is an event like those that it counts.
    expect((await lookUps()) - before).toBe(2)
    await tail.return(undefined)
  })

  it('goes on behind the last event that was seen, without losing or repeating any', async () => {
    const first = await connect(only('Encrypt'))
    await encrypt('a')
    const { rows: seen, id } = await rows(first, 1)
    open.pop()?.abort()
    for (let n = 0; n < 40; n++) await encrypt(String(n))
    const again = await connect(only('Encrypt'), { 'Last-Event-ID': id })
    await encrypt('b')
    const { rows: missed } = await rows(again, 41)
    const { events }: { events: Row[] } = await read('events', only('Encrypt'))
    const newest = events.map(({ seq }) => seq).toReversed()
    expect([...seen, ...missed].map(({ seq }) => seq)).toEqual(newest.slice(-42))
  })

  it('ends when the session does', async () => {
    const own = await ConsoleSession.signIn(server)
    const tail = await connect('regions=all&event=None', {}, own)
    await own.signOut()
    expect(await tail.next()).toMatchObject({ value: { event: 'end' } })
    expect(await tail.next()).toEqual({ done: true, value: undefined })
    expect((await own.fetch(`/api/console/tail?${SCOPE}`)).status).toBe(401)
  })

  it('is nobody’s without a session, and of no other account', async () => {
    expect((await fetch(`${server.url}/api/console/tail?${SCOPE}`)).status).toBe(401)
    expect((await session.fetch(`/api/console/tail?scope=main/444455556666/${REGION}`)).status).toBe(403)
    expect((await session.fetch('/api/console/tail?scope=main')).status).toBe(404)
  })
})

describe('the reads of the explorer', () => {
  it('find by words, in all Regions', async () => {
    await encrypt('ord-4711')
    const { events }: { events: Row[] } = await read('events', 'regions=all&text=ORD-47&event=Encrypt')
    expect(events).toMatchObject([{ eventName: 'Encrypt' }])
  })

  it('count by time, and tell who used a key', async () => {
    await kms.send(new DisableKeyCommand({ KeyId: key.id }))
    const { events, principals }: { events: Row[]; principals: unknown } = await read(
      'key-usage',
      `range=1h&key=${encodeURIComponent(key.arn)}`,
    )
    expect(events).toContainEqual(expect.objectContaining({ value: 'DisableKey', count: 1 }))
    expect(principals).toMatchObject([{ value: `arn:aws:iam::${ACCOUNT}:root` }])
    const { bucket, counts }: { bucket: number; counts: { ok: number }[] } = await read(
      'event-counts',
      `range=1h&${only('DisableKey')}`,
    )
    expect(bucket).toBe(60_000)
    expect(counts).toMatchObject([{ ok: 1, denied: 0, error: 0 }])
  })
})

it('the server stops without waiting for who follows its log', async () => {
  const other = await startServer()
  const tail = await connect('', {}, await ConsoleSession.signIn(other))
  const last = (async () => {
    let event: string | undefined
    for await (const message of tail) event = message.event
    return event
  })()
  await other.stop()
  expect(await last).toBe('end')
})
