#!/usr/bin/env node
/**
 * Kills a server under load again and again on one growing database, and checks each time that nothing it acknowledged
 * is lost: `npm run kill-test -- ROUNDS`. The exit code is 1 where anything is; the data are kept then.
 */
import { dirname } from 'node:path'
import { Refused } from './kill-test/load.ts'
import { type KillTest, openKillTest, type Round } from './kill-test/rounds.ts'

const USAGE = 'usage: npm run kill-test -- ROUNDS'
/** Milliseconds of load before a kill, at most. */
const LONGEST = 1200

const number = (value: number) => Math.round(value).toLocaleString('en-US')

function tell({ number: round, millis, acknowledged, events, faults }: Round): void {
  const outcome = faults.length === 0 ? 'nothing lost, sound' : `${faults.length} FAULTS`
  console.log(
    `round ${round}: killed after ${number(millis)} ms, ${number(acknowledged)} calls acknowledged, ${number(events)} events in all: ${outcome}`,
  )
  for (const fault of faults) console.log(`  ${fault}`)
}

/** Whether nothing was lost. */
async function runRounds(test: KillTest, rounds: number): Promise<boolean> {
  let acknowledged = 0
  for (let n = 0; n < rounds; n++) {
    const round = await test.round()
    tell(round)
    if (round.faults.length > 0) return false
    acknowledged += round.acknowledged
  }
  const faults = await test.faultsOfAll()
  for (const fault of faults) console.log(`  ${fault}`)
  const { keys, ciphertexts } = test.size
  const outcome = faults.length === 0 ? 'nothing lost' : `${faults.length} FAULTS`
  console.log(
    `${rounds} rounds: ${number(acknowledged)} calls acknowledged, ${number(keys)} keys, ${number(ciphertexts)} ciphertexts: ${outcome}`,
  )
  return faults.length === 0
}

async function run(rounds: number): Promise<number> {
  const test = await openKillTest(LONGEST)
  let isGood = false
  try {
    isGood = await runRounds(test, rounds)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.log(`  ${error.message}`)
  } finally {
    if (!isGood) console.log(`the data are kept in ${dirname(test.remains.database)}`)
    await test.close(!isGood)
  }
  return isGood ? 0 : 1
}

const [rounds = '', ...more] = process.argv.slice(2)
if (!/^[1-9]\d*$/.test(rounds) || more.length > 0) {
  console.error(USAGE)
  process.exitCode = 2
} else process.exitCode = await run(Number(rounds))
