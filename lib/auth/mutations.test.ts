import { describe, expect, it } from 'vitest'
import { utf8 } from '#kernel/bytes.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { SignableRequest } from '#kernel/sigv4/request.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import { computeSignature } from '#kernel/sigv4/signature.ts'
import type { SignedMessage } from './verify-sigv4.ts'
import { createVerifier } from './verify-sigv4.ts'

const MUTATIONS = 100_000
const NOW = Date.UTC(2026, 10, 23, 12) as EpochMillis
const ACCESS_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const known = { ...ACCESS_KEY, sandbox: MAIN_SANDBOX, principal: rootPrincipal('111122223333' as AccountId) }
const identities = { credential: async (id: string) => (id === ACCESS_KEY.accessKeyId ? known : undefined) }
const verify = createVerifier({ identities, clock: { now: () => NOW }, mode: 'strict' })

/** A repeatable source of numbers below a limit (xorshift32): a failure can be looked at again. */
function numbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}

const HEADER_FORM: SignedMessage = messageOf(
  sign(
    {
      method: 'POST',
      path: '/',
      query: '',
      headers: new Map([
        ['content-type', ['application/x-amz-json-1.1']],
        ['host', ['127.0.0.1:3000']],
        ['x-amz-target', ['TrentService.Encrypt']],
      ]),
      body: utf8('{"KeyId":"alias/app","Plaintext":"aGVsbG8="}'),
    },
    ACCESS_KEY,
    { service: 'kms', region: 'eu-central-1', time: NOW },
  ),
)

const QUERY_FORM: SignedMessage = presigned()

function messageOf({ method, path, query, headers, body }: SignableRequest): SignedMessage {
  const rawHeaders = [...headers].flatMap(([name, values]) => values.flatMap((value) => [name, value]))
  return { method, target: query ? `${path}?${query}` : path, rawHeaders, body }
}

function presigned(): SignedMessage {
  const request = { method: 'GET', path: '/', body: utf8(''), headers: new Map([['host', ['localhost']]]) }
  const amzDate = '20261123T120000Z'
  const query = [
    'Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256',
    'X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-central-1%2Fkms%2Faws4_request',
    `X-Amz-Date=${amzDate}&X-Amz-Expires=900&X-Amz-SignedHeaders=host`,
  ].join('&')
  const scope = { date: '20261123', region: 'eu-central-1', service: 'kms' }
  const form = { form: 'query', amzDate, scope, signedHeaders: ['host'] } as const
  const signature = computeSignature({ ...request, query }, form, ACCESS_KEY.secretAccessKey).toString('hex')
  return messageOf({ ...request, query: `${query}&X-Amz-Signature=${signature}` })
}

/** Every text of a message in which each byte counts: not the body, which is bytes already. */
function textsOf({ method, target, rawHeaders }: SignedMessage): readonly string[] {
  return [method, target, ...rawHeaders]
}

/** The message with one byte of it changed, anywhere, to another that a request can hold. */
function mutated(message: SignedMessage, below: (limit: number) => number): { message: SignedMessage; what: string } {
  const texts = textsOf(message)
  const lengths = [...texts.map((text) => text.length), message.body.length]
  let at = below(lengths.reduce((sum, length) => sum + length, 0))
  const part = lengths.findIndex((length) => {
    if (at < length) return true
    at -= length
    return false
  })
  if (part === texts.length) {
    const body = Uint8Array.from(message.body)
    body[at] = (body[at] ?? 0) ^ (1 + below(255))
    return { message: { ...message, body }, what: `body byte ${at}` }
  }
  const text = texts[part] ?? ''
  const changed = `${text.slice(0, at)}${otherThan(text.charAt(at), below)}${text.slice(at + 1)}`
  const [method = '', target = '', ...rawHeaders] = texts.map((old, index) => (index === part ? changed : old))
  return { message: { ...message, method, target, rawHeaders }, what: `${text} became ${changed}` }
}

/**
 * Another printable character. Letters of the other case are the same in a header's name and a space at the end of a
 * value is none, so those are no change.
 */
function otherThan(character: string, below: (limit: number) => number): string {
  for (;;) {
    const other = String.fromCharCode(0x21 + below(0x5e))
    if (other.toLowerCase() !== character.toLowerCase()) return other
  }
}

async function outcome(message: SignedMessage): Promise<'taken' | 'refused'> {
  try {
    await verify(message, 'kms')
    return 'taken'
  } catch (error) {
    if (isServiceError(error) && error.fault === 'client') return 'refused'
    throw error
  }
}

describe.each([
  ['in its headers', HEADER_FORM],
  ['in its query', QUERY_FORM],
])('a request signed %s', (_, message) => {
  it('is taken as it was signed, and again: a replay inside the window is the same request', async () => {
    expect(await outcome(message)).toBe('taken')
    expect(await outcome(message)).toBe('taken')
  })

  it(`is refused after each of ${MUTATIONS / 2} changes of one byte`, { timeout: 120_000 }, async () => {
    const below = numbers(20261123)
    for (let i = 0; i < MUTATIONS / 2; i += 1) {
      const change = mutated(message, below)
      if ((await outcome(change.message)) !== 'refused') expect.fail(`taken although ${change.what}`)
    }
  })
})
