import { measure } from './load.ts'
import { median, requestsOf } from './operations.ts'
import { start, startKeystead } from './servers.ts'

/*
 * Operations over the wire, really signed, authorized and durably recorded, beside a bare node:http server that does
 * the same cryptography and nothing else. Both get the same bytes from the same client, in turn, in one run; what
 * counts is the ratio. npm run bench [-- seconds]
 */

const SECONDS = Number(process.argv[2] ?? 4)
const ROUNDS = 3
const CONNECTIONS = 64

const keystead = await startKeystead()
const bare = await start(['bench/bare-server.ts'], {}, /ready on (\d+)/)
try {
  process.stdout.write('operation            keystead/s     bare/s    ratio (min–max)\n')
  for (const [operation, requests] of await requestsOf(keystead.port)) {
    const rounds: { ours: number; theirs: number }[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const common = { connections: CONNECTIONS, seconds: round === 0 ? 1 : SECONDS, requests }
      const ours = await measure({ ...common, port: keystead.port })
      const theirs = await measure({ ...common, port: bare.port })
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
