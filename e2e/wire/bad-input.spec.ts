import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type KMSClient,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { auditRecords, kmsOf, REGION, refusalOf, sendRaw, textOf, utf8 } from './clients.ts'

let server: Server
let kms: KMSClient
let keyId: string
beforeAll(async () => {
  server = await startServer({ console: false })
  kms = kmsOf(server)
  keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? ''
})
afterAll(() => server.stop())

const call = (operation: string, body: string | Buffer) =>
  sendRaw(server, { target: `TrentService.${operation}`, body })
const encryptText = (context: string) => `{"KeyId":"${keyId}","Plaintext":"aGk=","EncryptionContext":${context}}`

describe('a body that cannot be read', () => {
  it.each([
    ['JSON that is cut off', '{"KeyId":'],
    ['an array', '[]'],
    ['a bare text', '"text"'],
    ['null', 'null'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a number for a text', '{"KeyId":1}'],
    ['a text for a blob that is not base64', '{"KeyId":"a","Plaintext":"not base64!"}'],
    ['base64 without its padding', '{"KeyId":"a","Plaintext":"aGk"}'],
    ['a list for a map', '{"KeyId":"a","Plaintext":"aGk=","EncryptionContext":["a"]}'],
    ['a number in a map of texts', '{"KeyId":"a","Plaintext":"aGk=","EncryptionContext":{"a":1}}'],
  ])('is refused: %s', async (_, body) => {
    const answer = await call('Encrypt', body)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).__type).toBe('SerializationException')
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    const id = answer.headers.get('x-amzn-requestid')
    expect(auditRecords(server).find(({ requestID }) => requestID === id)).toMatchObject({
      eventName: 'Encrypt',
      errorCode: 'SerializationException',
      requestParameters: null,
    })
  })

  it('is refused by 413 over 512 KiB', async () => {
    const body = (length: number) => `{"KeyId":"${'a'.repeat(length)}"}`
    const answer = await call('DescribeKey', body(512 * 1024))
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.text)).toMatchObject({ __type: 'RequestEntityTooLargeException' })
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect((await call('DescribeKey', body(400 * 1024))).status).toBe(400)
    await expect(kms.send(new DescribeKeyCommand({ KeyId: keyId }))).resolves.toBeDefined()
  })
})

describe('a target that does not exist', () => {
  it.each([
    'TrentService.Nothing',
    'TrentService.',
    'TrentService.__proto__',
    'TrentService.encrypt',
    'Other.Encrypt',
    '',
  ])('is refused: %j', async (target) => {
    const answer = await sendRaw(server, { target, body: '{}' })
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { __type: 'UnknownOperationException' }])
  })

  it('is in the audit log when its caller is known', async () => {
    await call('NoSuchOperation', '{}')
    expect(auditRecords(server).at(-1)).toMatchObject({
      eventName: 'NoSuchOperation',
      errorCode: 'UnknownOperationException',
    })
  })
})

describe('an input that breaks the model', () => {
  it.each([
    [
      'DescribeKey',
      '{}',
      "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'GenerateRandom',
      '{"NumberOfBytes":0}',
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'CreateKey',
      '{"Tags":[{"TagKey":"","TagValue":"a"}]}',
      "1 validation error detected: Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('%s is refused in AWS’s words', async (operation, body, message) => {
    const answer = await call(operation, body)
    expect(JSON.parse(answer.text)).toEqual({ __type: 'ValidationException', message })
  })

  it.each([
    ['fake-key-id', "Invalid keyId 'fake-key-id'"],
    [
      '12345678-1234-1234-1234-123456789012',
      /^Key 'arn:aws:kms:us-east-1:111122223333:key\/12345678-.*' does not exist$/,
    ],
    ['alias/none', /^Alias arn:aws:kms:us-east-1:111122223333:alias\/none is not found\.$/],
    [`arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012`, 'Invalid arn eu-west-1'],
  ])('the key %s is not found, in AWS’s words', async (KeyId, message) => {
    const refusal = await refusalOf(kms.send(new DescribeKeyCommand({ KeyId })))
    expect([refusal.code, refusal.status]).toEqual(['NotFoundException', 400])
    expect(refusal.message).toMatch(message)
  })
})

describe('an encryption context', () => {
  it('may use __proto__ as a key, which counts like any other', async () => {
    const answer = await call('Encrypt', encryptText('{"__proto__":"a"}'))
    expect(answer.status).toBe(200)
    const blob = JSON.parse(answer.text).CiphertextBlob
    const decrypt = (context: string) => call('Decrypt', `{"CiphertextBlob":"${blob}","EncryptionContext":${context}}`)
    expect((await decrypt('{"__proto__":"a"}')).status).toBe(200)
    for (const other of ['{}', '{"__proto__":"b"}', '{"constructor":"a"}']) {
      expect(JSON.parse((await decrypt(other)).text)).toEqual({ __type: 'InvalidCiphertextException' })
    }
    const record = auditRecords(server).find(({ requestID }) => requestID === answer.headers.get('x-amzn-requestid'))
    expect(JSON.stringify(record?.requestParameters)).toContain('"__proto__":"a"')
  })

  it.each(['{"a":"\\ud800"}', '{"\\udc00":"a"}', '{"a":"x\\ud83dx"}'])(
    'with a lone surrogate is refused, since two of them could be taken for one: %s',
    async (context) => {
      const answer = await call('Encrypt', encryptText(context))
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.text).__type).toBe('ValidationException')
    },
  )

  it('may hold any well-formed text', async () => {
    const EncryptionContext = { 'a\u0000b': '\u{1F511}', ключ: 'é', 'e\u0301': '\u00e9' }
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: keyId, Plaintext: utf8('x'), EncryptionContext }),
    )
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))
    expect(textOf(opened.Plaintext)).toBe('x')
    const composed = { ...EncryptionContext, 'e\u0301': 'e\u0301' }
    const refusal = await refusalOf(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: composed })))
    expect(refusal.code).toBe('InvalidCiphertextException')
  })
})

describe('a ciphertext', () => {
  async function sealed(): Promise<Buffer> {
    const answer = await kms.send(
      new EncryptCommand({ KeyId: keyId, Plaintext: utf8('sealed'), EncryptionContext: { a: 'b' } }),
    )
    return Buffer.from(answer.CiphertextBlob ?? [])
  }
  const open = (CiphertextBlob: Uint8Array, EncryptionContext: Record<string, string> = { a: 'b' }) =>
    refusalOf(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext })))

  it('that was changed anywhere does not open, and says nothing of why', async () => {
    const blob = await sealed()
    for (let at = 0; at < blob.length; at += 5) {
      const changed = Buffer.from(blob)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      // A changed key id names another key: then that it cannot be used is all there is to say.
      expect((await open(changed)).code).toMatch(/^(InvalidCiphertext|AccessDenied)Exception$/)
    }
  })

  it('that is cut off or longer does not open', async () => {
    const blob = await sealed()
    for (const length of [1, 4, 52, 92, blob.length - 1]) {
      expect((await open(blob.subarray(0, length))).code).toMatch(/^(InvalidCiphertext|AccessDenied)Exception$/)
    }
    expect((await open(Buffer.concat([blob, Buffer.alloc(1)]))).code).toBe('InvalidCiphertextException')
  })

  it('does not open with another context', async () => {
    const blob = await sealed()
    for (const context of [{}, { a: 'c' }, { b: 'a' }, { a: 'b', c: 'd' }, { A: 'b' }]) {
      expect(await open(blob, context)).toMatchObject({ code: 'InvalidCiphertextException', status: 400 })
    }
  })

  it('does not open under another key than it names', async () => {
    const CiphertextBlob = await sealed()
    const other = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId
    const decrypt = new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' }, KeyId: other })
    expect((await refusalOf(kms.send(decrypt))).code).toBe('IncorrectKeyException')
  })

  it('does not open in another Region', async () => {
    const CiphertextBlob = await sealed()
    const elsewhere = kmsOf(server, { region: REGION === 'us-east-1' ? 'eu-west-1' : REGION })
    const decrypt = new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } })
    expect((await refusalOf(elsewhere.send(decrypt))).code).toBe('AccessDeniedException')
  })
})
