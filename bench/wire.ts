import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#kernel/clock.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import { measure, type RawRequest } from './load.ts'

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
const CREDENTIALS = { accessKeyId: 'AKIABENCHMARK', secretAccessKey: 'benchmark' }
const REGION = 'us-east-1'

interface Server {
  readonly port: number
  stop(): Promise<void>
}

/** Starts a program and waits for the line in which it tells its port. */
function start(args: readonly string[], env: Readonly<Record<string, string>>, ready: RegExp): Promise<Server> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8')
      const port = ready.exec(printed)?.[1]
      if (port !== undefined) resolve({ port: Number(port), stop })
    })
    child.on('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${printed}`)))
  })
}

function signed(port: number, operation: string, input: object): RawRequest {
  const body = Buffer.from(JSON.stringify(input))
  const headers = new Map([
    ['host', [`127.0.0.1:${port}`]],
    ['content-type', ['application/x-amz-json-1.1']],
    ['x-amz-target', [`TrentService.${operation}`]],
    ['content-length', [String(body.length)]],
  ])
  const target = { service: 'kms', region: REGION, time: systemClock.now() }
  const request = sign({ method: 'POST', path: '/', query: '', headers, body }, CREDENTIALS, target)
  const lines = [...request.headers].map(([name, [value = '']]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), body])
}

async function call(port: number, operation: string, input: object): Promise<Record<string, unknown>> {
  const request = signed(port, operation, input)
  const end = request.indexOf('\r\n\r\n')
  const lines = request.toString('utf8', 0, end).split('\r\n').slice(1)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)]
  })
  const kept = headers.filter(([name]) => name !== 'host' && name !== 'content-length')
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: kept,
    body: new Uint8Array(request.subarray(end + 4)),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${operation}: ${text}`)
  return JSON.parse(text)
}

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

const dataDir = mkdtempSync(join(tmpdir(), 'keystead-bench-'))
const environment = {
  PORT: '0',
  KEYSTEAD_DATA_DIR: join(dataDir, 'data'),
  KEYSTEAD_ADMIN_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  KEYSTEAD_LOG: 'warn',
}
const keystead = await start(
  ['bin/keystead.mjs', 'serve', '--no-console'],
  environment,
  /ready on http:\/\/127\.0\.0\.1:(\d+)/,
)
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
  rmSync(dataDir, { recursive: true, force: true })
}
