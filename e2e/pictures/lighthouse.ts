/**
 * `npm run lighthouse`: audits the pages that people meet first, signed in, on the built server with the sample loaded,
 * by Lighthouse's desktop preset. With `--write` the figures go into docs/quality.md. The exit code is 1 where one is
 * below what the console promises.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { browserLaunch } from '../support/browser.ts'
import { freePort } from '../support/free-port.ts'
import { type Category, packagedLighthouse } from './packaged-lighthouse.ts'
import { serveSample } from './sample.ts'

const QUALITY = resolve(import.meta.dirname, '../../docs/quality.md')
const BEGIN = '<!-- lighthouse: begin -->'
const END = '<!-- lighthouse: end -->'

const LEAST: Readonly<Record<Category, number>> = { performance: 95, accessibility: 100, 'best-practices': 95 }
const CATEGORIES = Object.keys(LEAST) as readonly Category[]

interface Row {
  readonly page: string
  readonly scores: readonly number[]
  readonly paintMs: number
  readonly shift: number
  readonly scriptKb: number
}

const { run, version } = await packagedLighthouse()
await using sample = await serveSample()
const port = await freePort()
const launch = browserLaunch()
const browser = await chromium.launch({ ...launch, args: [...(launch.args ?? []), `--remote-debugging-port=${port}`] })
const rows: Row[] = []
try {
  for (const [page, path, cookie] of [
    ['Sign-in', '/sign-in', ''],
    ['Customer managed keys', sample.path('keys'), sample.cookie],
    ['Key detail', sample.path(`keys/${sample.key('payments-prod')}`), sample.cookie],
    ['Audit log', sample.path('audit'), sample.cookie],
  ] as const) {
    const result = await run(sample.url + path, { port, headers: cookie === '' ? {} : { Cookie: cookie } })
    if (new URL(result.finalUrl).pathname !== path) throw new Error(`${path} led to ${result.finalUrl}`)
    rows.push({ page, ...result, scores: CATEGORIES.map((category) => result.scores[category]) })
  }
} finally {
  await browser.close()
}

const table = [
  `Lighthouse ${version}, desktop preset, production build, the sample loaded.`,
  '',
  '| page | performance | accessibility | best practices | largest paint | layout shift | scripts |',
  '|---|---|---|---|---|---|---|',
  ...rows.map(
    ({ page, scores, paintMs, shift, scriptKb }) =>
      `| ${page} | ${scores.join(' | ')} | ${(paintMs / 1000).toFixed(2)} s | ${shift.toFixed(3)} | ${scriptKb.toFixed(0)} kB |`,
  ),
].join('\n')
console.log(table)

if (process.argv.includes('--write')) {
  const text = readFileSync(QUALITY, 'utf8')
  const [before, rest] = text.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`docs/quality.md has no ${BEGIN} … ${END}`)
  writeFileSync(QUALITY, `${before}${BEGIN}\n${table}\n${END}${after}`)
}

const low = rows.flatMap(({ page, scores }) =>
  CATEGORIES.filter((category, index) => (scores[index] ?? 0) < LEAST[category]).map(
    (category) => `${page}: ${category} is below ${LEAST[category]}`,
  ),
)
for (const line of low) console.error(line)
process.exitCode = low.length === 0 ? 0 : 1
