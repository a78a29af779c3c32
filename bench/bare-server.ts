import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { xaesKey } from '#crypto/xaes.ts'

/*
 * The floor that Keystead is measured against: node:http and the same cryptography, and nothing else. No
 * signature, no validation, no policy, no log.
 */

const key = xaesKey(randomBytes(32))
const aad = randomBytes(53)
const sealed = Buffer.concat([aad, seal(randomBytes(64))])
const metadata = { KeyMetadata: { KeyId: 'k'.repeat(36), Arn: 'a'.repeat(75), Description: '', Enabled: true } }

function seal(plaintext: Buffer): Buffer {
  const nonce = randomBytes(24)
  return Buffer.concat([nonce, key.seal(nonce, plaintext, aad)])
}

const answers: Readonly<Record<string, (input: { Plaintext?: string }) => object>> = {
  Encrypt: ({ Plaintext = '' }) => ({
    CiphertextBlob: Buffer.concat([aad, seal(Buffer.from(Plaintext, 'base64'))]).toString('base64'),
  }),
  Decrypt: () => ({
    Plaintext: key.open(sealed.subarray(53, 77), sealed.subarray(77), aad)?.toString('base64'),
  }),
  GenerateDataKey: () => {
    const plaintext = randomBytes(32)
    return {
      Plaintext: plaintext.toString('base64'),
      CiphertextBlob: Buffer.concat([aad, seal(plaintext)]).toString('base64'),
    }
  },
  DescribeKey: () => metadata,
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const operation = String(request.headers['x-amz-target']).slice('TrentService.'.length)
    const body = JSON.stringify(answers[operation]?.(JSON.parse(Buffer.concat(chunks).toString('utf8'))))
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1', 'Content-Length': Buffer.byteLength(body) })
    response.end(body)
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.stdout.write(`ready on ${address.port}\n`)
})
