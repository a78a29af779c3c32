import { setTimeout as sleep } from 'node:timers/promises'
import { call, signed } from './calls.ts'
import { measure } from './load.ts'
import { startKeystead } from './servers.ts'

/*
 * What slow work does to quick work: how long Encrypt takes while RSA_4096 data key pairs are made as fast as the
 * server can, beside how long it takes alone, in one run and in turn. npm run bench -- key-pairs [seconds]
 */

const SECONDS = Number(process.argv[2] ?? 5)
const ROUNDS = 3
const PAIRS = 50
const CONNECTIONS = 4
const REQUESTS = 256
const SECOND = 1000

interface Latency {
  readonly p50: number
  readonly p99: number
}

function latencyOf(millis: readonly number[]): Latency {
  const sorted = millis.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

async function encrypting(port: number, KeyId: string, seconds: number): Promise<Latency> {
  const input = { KeyId, Plaintext: Buffer.alloc(64, 1).toString('base64') }
  const requests = Array.from({ length: REQUESTS }, () => signed(port, 'Encrypt', input))
  const taken: number[] = []
  await measure({ port, connections: CONNECTIONS, seconds, requests, onAnswer: (each) => taken.push(each) })
  return latencyOf(taken)
}

/** Keeps that many calls under way until it is stopped; then says how many were answered. */
function makingPairs(port: number, KeyId: string): () => Promise<number> {
  const stop = new AbortController()
  let made = 0
  const running = measure({
    port,
    connections: PAIRS,
    seconds: Number.POSITIVE_INFINITY,
    requests: [signed(port, 'GenerateDataKeyPair', { KeyId, KeyPairSpec: 'RSA_4096' })],
    onAnswer: () => {
      made += 1
    },
    signal: stop.signal,
  })
  return async () => {
    stop.abort()
    await running
    return made
  }
}

interface Round {
  readonly idle: Latency
  readonly busy: Latency
  /** How many pairs were made while `busy` was measured. */
  readonly pairs: number
}

/** On a server of its own: one that was asked for pairs goes on making them. */
async function measureRound(): Promise<Round> {
  const keystead = await startKeystead()
  try {
    const { port } = keystead
    const made = await call(port, 'CreateKey', {})
    const keyId = String(Reflect.get(Object(made.KeyMetadata), 'KeyId'))
    await encrypting(port, keyId, 2)
    const idle = await encrypting(port, keyId, SECONDS)
    const stop = makingPairs(port, keyId)
    await sleep(SECOND)
    const busy = await encrypting(port, keyId, SECONDS)
    return { idle, busy, pairs: await stop() }
  } finally {
    await keystead.stop()
  }
}

const cells = (values: readonly string[]) => `${values.map((value) => value.padStart(10)).join('')}\n`
const millis = (value: number) => value.toFixed(2)

process.stdout.write(
  `Encrypt, ${CONNECTIONS} at once, alone and while ${PAIRS} RSA_4096 data key pairs are asked for; milliseconds,\nand ratios to the p99 alone\n`,
)
process.stdout.write(cells(['alone p50', 'p99', 'with p50', 'p99', 'pairs', 'p50 ratio', 'p99 ratio']))
const ratios: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  const { idle, busy, pairs } = await measureRound()
  const latencies = [idle.p50, idle.p99, busy.p50, busy.p99].map(millis)
  const [p50, p99] = [busy.p50 / idle.p99, busy.p99 / idle.p99]
  ratios.push(p99)
  process.stdout.write(cells([...latencies, String(pairs), p50.toFixed(2), p99.toFixed(2)]))
}
const [median = Number.NaN] = ratios.toSorted((a, b) => a - b).slice(Math.floor(ROUNDS / 2))
process.stdout.write(`p99 with pairs under way ÷ p99 alone, median: ${median.toFixed(2)}\n`)
