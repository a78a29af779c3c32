import { measure } from './load.ts'
import { median, requestsOf } from './operations.ts'
import { startKeystead } from './servers.ts'

/*
 * What the durable log costs: operations over the wire beside the same server with a log that keeps nothing, in turn, in
 * one run. What counts is the ratio; that of Encrypt has to be 0.6 at least. npm run bench -- audit [seconds]
 */

const SECONDS = Number(process.argv[2] ?? 2)
const ROUNDS = 9
const CONNECTIONS = 64

interface Round {
  readonly durable: number
  readonly none: number
}

/** The first round only warms up. */
async function measureRounds(one: (port: number) => Promise<number>): Promise<readonly Round[]> {
  const rounds: Round[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const measured = { durable: await one(durable.port), none: await one(none.port) }
    if (round > 0) rounds.push(measured)
  }
  return rounds
}

function tell(operation: string, rounds: readonly Round[]): void {
  const ratios = rounds.map((round) => round.durable / round.none)
  const rates = [rounds.map((round) => round.durable), rounds.map((round) => round.none)]
  const [ours, theirs] = rates.map((rate) => Math.round(median(rate)).toLocaleString('en-US').padStart(10))
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  process.stdout.write(`${operation.padEnd(20)} ${ours} ${theirs}    ${median(ratios).toFixed(2)} (${spread})\n`)
}

const durable = await startKeystead()
const none = await startKeystead(['bench/null-sink-server.ts'])
try {
  const [ours, theirs] = [await requestsOf(durable.port), await requestsOf(none.port)]
  process.stdout.write('operation             durable/s  no log/s    ratio (min–max)\n')
  for (const operation of ours.keys()) {
    const requests = new Map([
      [durable.port, ours.get(operation) ?? []],
      [none.port, theirs.get(operation) ?? []],
    ])
    const one = (port: number) =>
      measure({ port, connections: CONNECTIONS, seconds: SECONDS, requests: requests.get(port) ?? [] })
    tell(operation, await measureRounds(one))
  }
} finally {
  await Promise.all([durable.stop(), none.stop()])
}
