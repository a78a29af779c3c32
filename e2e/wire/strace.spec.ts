import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { attach, mayTrace } from '../support/strace/attach.ts'
import { faultOfOrder, type Sought } from '../support/strace/order.ts'
import { readTrace, type SystemCall } from '../support/strace/trace.ts'
import { ACCOUNT, type RawCall, sendRaw } from './clients.ts'
import { ConsoleSession } from './console-session.ts'
import { answerOf, textAt } from './json-call.ts'

const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:root`
const CLOUDTRAIL = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101'

/** Keys and what the calls need of them, made before the trace begins. */
interface Prepared {
  readonly key: string
  readonly policy: string
  readonly primary: string
  readonly empty: string
  readonly importToken: string
  readonly wrapped: string
}

async function prepare(server: Server): Promise<Prepared> {
  const make = async (input: object) => textAt(await answerOf(server, 'CreateKey', input), 'KeyMetadata.KeyId')
  const [key, primary, empty] = [await make({}), await make({ MultiRegion: true }), await make({ Origin: 'EXTERNAL' })]
  const policy = textAt(await answerOf(server, 'GetKeyPolicy', { KeyId: key }), 'Policy')
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
  const given = await answerOf(server, 'GetParametersForImport', { KeyId: empty, ...wrapping })
  const publicKey = Buffer.from(textAt(given, 'PublicKey'), 'base64')
  const oaep = { oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }
  const wrapper = createPublicKey({ key: publicKey, format: 'der', type: 'spki' })
  const wrapped = publicEncrypt({ key: wrapper, ...oaep }, randomBytes(32)).toString('base64')
  return { key, policy, primary, empty, importToken: textAt(given, 'ImportToken'), wrapped }
}

const kms = (operation: string, input: object): RawCall => {
  return { target: `TrentService.${operation}`, body: JSON.stringify(input) }
}

function query(service: 'iam' | 'sts', Version: string, parameters: Readonly<Record<string, string>>): RawCall {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { service, headers, body: new URLSearchParams({ Version, ...parameters }).toString() }
}

/** One of every family of operations, and one that is refused. */
const CALLS: Readonly<Record<string, (prepared: Prepared) => RawCall>> = {
  'keys: CreateKey': () => kms('CreateKey', {}),
  'keys: DescribeKey': ({ key }) => kms('DescribeKey', { KeyId: key }),
  'crypto: Encrypt': ({ key }) => kms('Encrypt', { KeyId: key, Plaintext: 'YQ==' }),
  'crypto: GenerateRandom': () => kms('GenerateRandom', { NumberOfBytes: 8 }),
  'aliases: CreateAlias': ({ key }) => kms('CreateAlias', { AliasName: 'alias/traced', TargetKeyId: key }),
  'grants: CreateGrant': ({ key }) =>
    kms('CreateGrant', { KeyId: key, GranteePrincipal: PRINCIPAL, Operations: ['Encrypt'] }),
  'policies: PutKeyPolicy': ({ key, policy }) => kms('PutKeyPolicy', { KeyId: key, Policy: policy }),
  'tags: TagResource': ({ key }) => kms('TagResource', { KeyId: key, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  'rotation: RotateKeyOnDemand': ({ key }) => kms('RotateKeyOnDemand', { KeyId: key }),
  'import: ImportKeyMaterial': ({ empty, importToken, wrapped }) =>
    kms('ImportKeyMaterial', {
      ...{ KeyId: empty, ImportToken: importToken, EncryptedKeyMaterial: wrapped },
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    }),
  'multi-Region: ReplicateKey': ({ primary }) => kms('ReplicateKey', { KeyId: primary, ReplicaRegion: 'eu-west-1' }),
  'deletion: ScheduleKeyDeletion': ({ key }) => kms('ScheduleKeyDeletion', { KeyId: key, PendingWindowInDays: 7 }),
  'IAM: CreateUser': () => query('iam', '2010-05-08', { Action: 'CreateUser', UserName: 'traced' }),
  'STS: GetCallerIdentity': () => query('sts', '2011-06-15', { Action: 'GetCallerIdentity' }),
  'CloudTrail: LookupEvents': () => ({ service: 'cloudtrail', target: `${CLOUDTRAIL}.LookupEvents`, body: '{}' }),
}
const REFUSED = kms('DescribeKey', { KeyId: 'alias/nowhere' })

/** Makes a call and gives its request id, which stands in its event and in the first line of its answer. */
async function requestIdOf(server: Server, call: RawCall, status: number): Promise<string> {
  const answer = await sendRaw(server, call)
  if (answer.status !== status) throw new Error(`the call was answered ${answer.status}: ${answer.text}`)
  return answer.headers.get('x-amzn-requestid') ?? ''
}

describe.skipIf(!mayTrace)('system calls (skipped where there is no `strace`, or it may not attach)', () => {
  let database: string
  let trace: string
  let calls: readonly SystemCall[]
  const requestIds = new Map<string, string>()
  beforeAll(async () => {
    await using server = await startServer()
    database = join(server.dataDir, 'keystead.db')
    const prepared = await prepare(server)
    const tracer = await attach(database)
    for (const [name, call] of Object.entries(CALLS)) {
      requestIds.set(name, await requestIdOf(server, call(prepared), 200))
    }
    requestIds.set('refused', await requestIdOf(server, REFUSED, 400))
    await ConsoleSession.signIn(server)
    trace = await tracer.detach()
    calls = readTrace(trace)
  })

  const soughtOf = (name: string): Sought => {
    const id = requestIds.get(name) ?? 'no request'
    return { event: id, answer: id }
  }

  it.each([...Object.keys(CALLS), 'refused'])('make the event durable before the answer: %s', (name) => {
    expect(faultOfOrder(calls, database, soughtOf(name))).toBeUndefined()
  })

  it('make a sign-in to the console durable before its cookie is given out', () => {
    const sought = { event: '\\"eventName\\":\\"ConsoleLogin\\"', answer: 'keystead.session=' }
    expect(faultOfOrder(calls, database, sought)).toBeUndefined()
  })

  it('would be found in a wrong order, or missing', () => {
    const sought = soughtOf('refused')
    const found = (lines: readonly string[]) => faultOfOrder(readTrace(lines.join('\n')), database, sought)
    const lines = trace.split('\n')
    const answer = lines.findIndex((line) => line.includes('<TCP') && line.includes(sought.answer))
    const event = lines.findIndex((line) => line.includes('-wal>') && line.includes(sought.event))
    const sync = lines.findIndex((line, place) => place > event && /f(data)?sync\(/.test(line))
    expect(found(lines)).toBeUndefined()
    expect(found(lines.toSpliced(answer, 1))).toMatch('is not in the trace')
    expect(found([lines[answer] ?? '', ...lines.toSpliced(answer, 1)])).toMatch('was not written')
    expect(found([...lines.slice(0, sync), lines[answer] ?? '', ...lines.slice(sync)])).toMatch('began before the sync')
    expect(found(lines.filter((line) => !/f(data)?sync/.test(line)))).toMatch('was not synced')
  })
})

describe('the check of a trace', () => {
  const WAL = '34</data/keystead.db-wal>'
  const EVENT = `7 10:00:00.000001 pwrite64(${WAL}, "id-1", 4, 0) = 4`
  const SYNC = `7 10:00:00.000002 fdatasync(${WAL}) = 0`
  const ANSWER = '1 10:00:00.000003 write(35<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 200 OK\\r\\nid-1", 21) = 21'
  const sought = { event: 'id-1', answer: 'id-1' }
  const found = (...lines: readonly string[]) => faultOfOrder(readTrace(lines.join('\n')), '/data/keystead.db', sought)

  it('takes an answer after its sync, and no other', () => {
    expect(found(EVENT, SYNC, ANSWER)).toBeUndefined()
    expect(found(EVENT, ANSWER, SYNC)).toBe('the answer began before the sync had returned')
    expect(found(SYNC, EVENT, ANSWER)).toBe('the write-ahead log was not synced after the event was written')
    expect(found(ANSWER, EVENT, SYNC)).toBe('the event was not written to the write-ahead log before the answer')
    expect(found(EVENT, SYNC)).toBe('the answer is not in the trace')
  })

  it('sees an answer that went out as strace was ended', () => {
    const detached = ANSWER.replace(') = 21', ' <detached ...>')
    expect(found(EVENT, SYNC, detached)).toBeUndefined()
    expect(found(EVENT, detached)).toMatch('was not synced')
  })

  it('waits for the end of a sync that other threads went on beside', () => {
    const [begun, ended] = [
      `7 10:00:00.000002 fdatasync(${WAL} <unfinished ...>`,
      '7 10:00:00.000004 <... fdatasync resumed>) = 0',
    ]
    expect(found(EVENT, begun, ended, ANSWER)).toBeUndefined()
    expect(found(EVENT, begun, ANSWER, ended)).toBe('the answer began before the sync had returned')
    expect(found(EVENT, begun, ANSWER)).toMatch('was not synced')
  })

  it('does not take the sync of another file, or one that failed', () => {
    expect(found(EVENT, SYNC.replace('-wal', ''), ANSWER)).toMatch('was not synced')
    expect(found(EVENT, SYNC.replace('= 0', '= -1 EIO (Input/output error)'), ANSWER)).toMatch('was not synced')
  })
})
