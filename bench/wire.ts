import { call, signed } from './calls.ts'
import { measure } from './load.ts'
import { start, startKeystead } from './servers.ts'

/*
 * Operations over the wire, really signed, authorized and durably recorded, beside a bare node:http server that does
 * the same cryptography and nothing else. Both get the same bytes from the same client, in turn, in one run; what
 * counts is the ratio. npm run bench [-- seconds]
 */

const SECONDS = Number(process.argv[2] ?? 4)
const ROUNDS = 3
const CONNECTIONS = 64
/** Different signed requests for each operation; sent again and again, as AWS too takes a repeated request. */
const REQUESTS = 256

/** What each operation is called with, given a key and a ciphertext of it. */
function inputs(KeyId: string, CiphertextBlob: string): Readonly<Record<string, object>> {
  const EncryptionContext = { purpose: 'benchmark' }
  return {
    Encrypt: { KeyId, Plaintext: Buffer.alloc(64, 1).toString('base64'), EncryptionContext },
    Decrypt: { CiphertextBlob, EncryptionContext },
    GenerateDataKey: { KeyId, KeySpec: 'AES_256', EncryptionContext },
    DescribeKey: { KeyId },
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const keystead = await startKeystead()
const bare = await start(['bench/bare-server.ts'], {}, /ready on (\d+)/)
try {
  const made = await call(keystead.port, 'CreateKey', {})
  const keyId = String(Reflect.get(Object(made.KeyMetadata), 'KeyId'))
  const { Encrypt = {} } = inputs(keyId, '')
  const { CiphertextBlob } = await call(keystead.port, 'Encrypt', Encrypt)
  process.stdout.write('operation            keystead/s     bare/s    ratio (min–max)\n')
  for (const [operation, input] of Object.entries(inputs(keyId, String(CiphertextBlob)))) {
    const requests = (port: number) => Array.from({ length: REQUESTS }, () => signed(port, operation, input))
    const rounds: { ours: number; theirs: number }[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const common = { connections: CONNECTIONS, seconds: round === 0 ? 1 : SECONDS }
      const ours = await measure({ ...common, port: keystead.port, requests: requests(keystead.port) })
      const theirs = await measure({ ...common, port: bare.port, requests: requests(bare.port) })
      // The first round only warms up.
      if (round > 0) rounds.push({ ours, theirs })
    }
    const ratios = rounds.map(({ ours, theirs }) => ours / theirs)
    const figures = [median(rounds.map(({ ours }) => ours)), median(rounds.map(({ theirs }) => theirs))]
    const [ours, theirs] = figures.map((figure) => Math.round(figure).toLocaleString('en-US').padStart(10))
    const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
    process.stdout.write(`${operation.padEnd(20)} ${ours} ${theirs}    ${median(ratios).toFixed(2)} (${spread})\n`)
  }
} finally {
  await Promise.all([keystead.stop(), bare.stop()])
}
