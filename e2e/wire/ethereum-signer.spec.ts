import { CreateKeyCommand } from '@aws-sdk/client-kms'
import { ethers } from 'ethers'
import { AwsKmsSigner } from 'ethers-aws-kms-signer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, REGION } from './clients.ts'

const { keccak256, parseTransaction, splitSignature, verifyMessage } = ethers.utils
/** AWS KMS gives half of them with a high s, which Ethereum does not take: enough for some to be of that half. */
const SIGNATURES = 24
/** Of the curve's order (EIP-2). */
const HALF_ORDER = BigInt('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0')

// The signer brings version 2 of the SDK, which says when it is loaded that it has reached its end of support.
vi.hoisted(() => vi.stubEnv('AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE', '1'))

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

/** The signer takes the SDK's settings as credentials: the endpoint goes with them. */
async function newSigner(): Promise<AwsKmsSigner> {
  const create = new CreateKeyCommand({ KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'SIGN_VERIFY' })
  const { KeyMetadata } = await kmsOf(server).send(create)
  const { accessKeyId, secretAccessKey, url } = server
  const settings = { accessKeyId, secretAccessKey, region: REGION, keyId: KeyMetadata?.KeyId ?? '', endpoint: url }
  return new AwsKmsSigner(settings)
}

describe('an Ethereum signer on an ECC_SECG_P256K1 key', () => {
  it('has the address of the key, and signs messages that recover to it', async () => {
    const signer = await newSigner()
    const address = ethers.utils.getAddress(await signer.getAddress())
    for (let at = 0; at < SIGNATURES; at++) {
      const signature = await signer.signMessage(`message ${at}`)
      expect(verifyMessage(`message ${at}`, signature)).toBe(address)
      expect(BigInt(splitSignature(signature).s)).toBeLessThanOrEqual(HALF_ORDER)
    }
  })

  it.each([
    ['a legacy transaction', { gasPrice: 1 }],
    ['a transaction with a priority fee', { type: 2, maxFeePerGas: 2, maxPriorityFeePerGas: 1 }],
  ])('signs %s that comes from its address', async (_, fees) => {
    const signer = await newSigner()
    const address = ethers.utils.getAddress(await signer.getAddress())
    const raw = await signer.signTransaction({ to: address, value: 1, nonce: 7, gasLimit: 21_000, chainId: 1, ...fees })
    const parsed = parseTransaction(raw)
    expect(parsed).toMatchObject({ from: address, to: address, nonce: 7, chainId: 1, hash: keccak256(raw) })
  })

  it('does not recover to the address of another key', async () => {
    const [signer, other] = await Promise.all([newSigner(), newSigner()])
    const recovered = verifyMessage('message', await signer.signMessage('message'))
    expect(recovered.toLowerCase()).not.toBe((await other.getAddress()).toLowerCase())
  })
})
