import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  type KMSClient,
  ListKeyRotationsCommand,
} from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { administer, keystead, rootKeys } from './accounts.ts'
import { kmsOf, refusalOf, stsOf, utf8 } from './clients.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

const at = async (method: string, path: string, body?: object) => {
  const answer = await administer(server, { method, path: `/_keystead/${path}`, ...(body && { body }) })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const newSandbox = async (body: object) => rootKeys(await at('POST', 'sandboxes', body))

async function keyIn(kms: KMSClient) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
  const { KeyId = '' } = KeyMetadata ?? {}
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('kept') }))
  return { KeyId, CiphertextBlob }
}

describe('a sandbox', () => {
  it('is where its access key signs, with an account of its own that may be numbered like another', async () => {
    const [one, two] = [await newSandbox({ name: 'one' }), await newSandbox({ name: 'two' })]
    expect(one.accountId).toBe(two.accountId)
    const { KeyId, CiphertextBlob } = await keyIn(kmsOf(server, one))
    for (const other of [kmsOf(server, two), kmsOf(server)]) {
      expect((await refusalOf(other.send(new DescribeKeyCommand({ KeyId })))).code).toBe('NotFoundException')
      expect((await refusalOf(other.send(new DecryptCommand({ CiphertextBlob })))).code).toBe('AccessDeniedException')
    }
    expect(await stsOf(server, one).send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: one.accountId })
  })

  it('outlives a restart with its clock, seed and snapshots, is reset under the same access key, and leaves a sound log', async () => {
    const clock = { set: '2030-01-01T00:00:00Z', freeze: true }
    const keys = await newSandbox({ name: 'lasting', seed: 'orchard', clock })
    const kms = kmsOf(server, keys)
    const { KeyId, CiphertextBlob } = await keyIn(kms)
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }))
    await at('POST', 'sandboxes/lasting/snapshots', { name: 'enabled' })
    expect(await at('POST', 'sandboxes/lasting/clock', { advance: 'P1Y' })).toMatchObject({
      ...{ now: '2031-01-01T00:00:00.000Z', frozen: true, changedKeys: 4 },
      changes: [{ kind: 'rotated', times: 4, keyCount: 1, keys: [expect.stringContaining(KeyId)] }],
    })
    const dates = async () => {
      const { Rotations = [] } = await kms.send(new ListKeyRotationsCommand({ KeyId }))
      return Rotations.map(({ RotationDate }) => RotationDate?.toISOString().slice(0, 10))
    }
    const rotated = ['2030-04-01', '2030-06-30', '2030-09-28', '2030-12-27']
    expect((await dates()).toSorted()).toEqual(rotated)

    await server.restart()
    expect(await at('GET', 'sandboxes/lasting')).toMatchObject({
      clock: { now: '2031-01-01T00:00:00.000Z', frozen: true },
      ...{ seeded: true, snapshots: [{ name: 'enabled' }] },
    })
    expect(await at('POST', 'sandboxes/lasting/snapshots/enabled/restore')).toMatchObject({
      now: '2030-01-01T00:00:00.000Z',
    })
    expect(await dates()).toEqual([])
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }))
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('kept')

    await at('POST', 'sandboxes/lasting/reset')
    expect((await refusalOf(kms.send(new DescribeKeyCommand({ KeyId })))).code).toBe('NotFoundException')
    expect((await keyIn(kms)).KeyId).toBe(KeyId)
    const verified = await keystead(['verify', '--rows'], server.env)
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nlog lasting: .*\n(.*\n)*sound\n$/) })
  })

  it('is worked on from the command line, through the running server', async () => {
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await keystead(['sandbox', ...args], server.env)
      return code === 0 ? JSON.parse(stdout) : stderr
    }
    const made = await run('create', 'by hand', '--set', '2040-01-01T00:00:00Z', '--freeze')
    expect(made).toMatchObject({ id: 'by-hand', accessKeyId: expect.stringMatching(/^AKIA/) })
    expect(await run('clock', 'by-hand', '--advance', 'PT1H')).toMatchObject({ now: '2040-01-01T01:00:00.000Z' })
    expect(await run('clock', 'main', '--advance', 'PT1H')).toMatch(/follows the system clock/)
    expect(await run('delete', 'by-hand')).toEqual({ id: 'by-hand' })
    const kms = kmsOf(server, rootKeys(made))
    expect((await refusalOf(kms.send(new CreateKeyCommand({})))).code).toBe('UnrecognizedClientException')
  })

  it('is described in OpenAPI', async () => {
    expect(await at('GET', 'openapi.json')).toMatchObject({
      paths: {
        '/_keystead/sandboxes/{id}/clock': { post: { operationId: 'MoveClock' } },
        '/_keystead/integrations/ebs/CreateVolume': { post: { security: [{ principal: [] }] } },
      },
    })
  })
})
