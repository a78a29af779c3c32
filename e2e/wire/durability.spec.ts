import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type KMSClient,
  RotateKeyOnDemandCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms'
import { afterEach, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { auditRecords, kmsOf, textOf, utf8 } from './clients.ts'

let server: Server
afterEach(() => server.stop())

/** What the server said was done. */
interface Acknowledged {
  readonly requests: string[]
  readonly keys: string[]
  readonly ciphertexts: { readonly blob: Uint8Array; readonly text: string }[]
}

/** Keeps making calls until the server is gone, and writes down what was answered. */
async function load(kms: KMSClient, done: Acknowledged, worker: number): Promise<void> {
  for (let n = 0; ; n++) {
    const text = `${worker}/${n}`
    try {
      const { KeyMetadata, $metadata } = await kms.send(new CreateKeyCommand({ Description: text }))
      const KeyId = KeyMetadata?.KeyId ?? ''
      done.keys.push(KeyId)
      done.requests.push($metadata.requestId ?? '')
      const sealed = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8(text) }))
      done.ciphertexts.push({ blob: sealed.CiphertextBlob ?? new Uint8Array(), text })
      done.requests.push(sealed.$metadata.requestId ?? '')
    } catch (error) {
      // The call under way when the server dies is not acknowledged. A refusal would have an answer, and be a fault.
      if (error instanceof Error && '$response' in error && error.$response) throw error
      return
    }
  }
}

async function assertKept(kms: KMSClient, { requests, keys, ciphertexts }: Acknowledged): Promise<void> {
  for (const KeyId of keys) {
    await expect(kms.send(new DescribeKeyCommand({ KeyId }))).resolves.toMatchObject({ KeyMetadata: { KeyId } })
  }
  for (const { blob, text } of ciphertexts) {
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: blob }))
    expect(textOf(Plaintext)).toBe(text)
  }
  const recorded = new Set(auditRecords(server).map(({ requestID }) => requestID))
  expect(requests.filter((id) => !recorded.has(id))).toEqual([])
}

describe('what was acknowledged', () => {
  it('survives kill -9 under load', async () => {
    server = await startServer({ console: false })
    const kms = kmsOf(server)
    const done: Acknowledged = { requests: [], keys: [], ciphertexts: [] }
    const workers = Array.from({ length: 16 }, (_, worker) => load(kms, done, worker))
    await expect.poll(() => done.ciphertexts.length).toBeGreaterThan(100)
    await server.kill()
    await Promise.all(workers)
    await server.restart()
    await assertKept(kms, done)
  })

  it('survives kill -9 at once after its answer, rotations and tags too', async () => {
    server = await startServer({ console: false })
    const kms = kmsOf(server)
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
    const KeyId = KeyMetadata?.KeyId ?? ''
    const seal = async (text: string) => {
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8(text) }))
      return { blob: CiphertextBlob ?? new Uint8Array(), text }
    }
    const before = await seal('before')
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }))
    const after = await seal('after')
    await kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }))
    await server.kill()
    await server.restart()
    await assertKept(kms, { keys: [KeyId], ciphertexts: [before, after], requests: [] })
    const again = await kms.send(new DescribeKeyCommand({ KeyId }))
    expect(again.KeyMetadata?.CurrentKeyMaterialId).not.toBe(KeyMetadata?.CurrentKeyMaterialId)
    expect(auditRecords(server).map(({ eventName }) => eventName)).toEqual(
      expect.arrayContaining(['RotateKeyOnDemand', 'RotateKey', 'TagResource']),
    )
  })

  it('survives an orderly stop and a new start', async () => {
    server = await startServer({ console: false })
    const kms = kmsOf(server)
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
    const KeyId = KeyMetadata?.KeyId ?? ''
    await server.restart()
    await assertKept(kms, { keys: [KeyId], ciphertexts: [], requests: [] })
  })
})
