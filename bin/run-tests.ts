/**
 * Everything that must hold, for `npm test`: `npm test -- lint unit` runs some steps only. All steps run even where
 * one fails. The last line says `N passed, N failed`, and the exit code is 1 where anything failed.
 */
import { STEPS, type Step } from './run-tests/steps.ts'
import { lastLine, sum, type Tally } from './run-tests/tally.ts'

const SECOND = 1000

/** Runs one step under its heading, with a closing line that holds its counts and its time. */
async function runStep(step: Step, place: string): Promise<Tally> {
  console.log(`\n━━ ${place} ${step.title} (${step.name})`)
  const start = performance.now()
  const tally = await step.run()
  console.log(`━━ ${step.name}: ${lastLine(tally)}, ${((performance.now() - start) / SECOND).toFixed(1)} s`)
  return tally
}

function printNames(heading: string, names: readonly string[]): void {
  if (names.length === 0) return
  console.log(`\n${heading}:`)
  for (const name of names) console.log(`  ${name}`)
}

async function runSteps(steps: readonly Step[]): Promise<number> {
  const tallies: Tally[] = []
  for (const [index, step] of steps.entries()) tallies.push(await runStep(step, `${index + 1}/${steps.length}`))
  const total = sum(tallies)
  printNames('Skipped', total.skipped)
  printNames('Passed at a second try only', total.flaky)
  printNames('Failed', total.failed)
  console.log(`\n${lastLine(total)}`)
  return total.failed.length === 0 && total.passed > 0 ? 0 : 1
}

function usage(): string {
  const rows = STEPS.map(({ name, title }) => `  ${name.padEnd(15)}${title}`)
  return ['usage: npm test [-- STEP…]', '', ...rows].join('\n')
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage())
    return 0
  }
  const unknown = args.find((arg) => !STEPS.some(({ name }) => name === arg))
  if (unknown === undefined) return await runSteps(STEPS.filter(({ name }) => args.length === 0 || args.includes(name)))
  console.error(`no step ${unknown}\n${usage()}`)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
