#!/usr/bin/env node
/**
 * Behind the scripts of package.json, such as `npm start` and `npm test`: makes what is stale, then runs on the right
 * Node.
 */
import { join } from 'node:path'
import { root, runNode } from './node.mjs'
import { SetupError, setUp } from './setup/steps.mjs'

const keystead = join(root, 'bin', 'keystead.mjs')
const BUILT_TESTS = ['wire', 'end-to-end']
const BENCHMARKS = [
  'audit',
  'console',
  'explorer',
  'key-pairs',
  'limits',
  'policy',
  'sandboxes',
  'store',
  'verify',
  'wire',
]

/** @param {string[]} args */
const wantsHelp = (args) => args.includes('--help') || args.includes('-h')

/** @param {string} usage */
function refuse(usage) {
  console.error(`usage: ${usage}`)
  return 2
}

/** @param {string[]} args */
async function setup(args) {
  if (args.some((arg) => arg !== '--no-console')) return refuse('npm run setup [-- --no-console]')
  const made = await setUp({ console: !args.includes('--no-console') })
  if (!made) console.error('Everything is set up.')
  return 0
}

/** @param {string[]} args */
async function start(args) {
  if (!wantsHelp(args)) await setUp({ console: !args.includes('--no-console') })
  return await runNode([keystead, 'serve', ...args])
}

/** @param {string[]} args */
async function test(args) {
  const steps = args.filter((arg) => !arg.startsWith('-'))
  const needsBuild = steps.length === 0 || steps.some((step) => BUILT_TESTS.includes(step))
  await setUp({ console: needsBuild && !wantsHelp(args) })
  return await runNode([join(root, 'bin', 'run-tests.ts'), ...args])
}

/** @param {string[]} args */
async function dev(args) {
  if (wantsHelp(args)) return await runNode([keystead, 'serve', ...args])
  await setUp({ console: false })
  return await runNode([join(root, 'bin', 'dev.mjs'), ...args])
}

/** @param {string[]} args the name of a benchmark, by default `wire`, and what that takes */
async function bench(args) {
  const [name = '', ...rest] = args
  const isNamed = BENCHMARKS.includes(name)
  if (!isNamed && !/^\d*$/.test(name)) return refuse(`npm run bench [-- ${BENCHMARKS.join(' | ')}]`)
  await setUp({ console: name === 'console' })
  const [file, given] = isNamed ? [name, rest] : ['wire', args]
  return await runNode([join(root, 'bench', `${file}.ts`), ...given])
}

/** @param {string[]} args the file of cases */
async function policyCases(args) {
  await setUp({ console: false })
  return await runNode([join(root, 'bin', 'policy-cases.ts'), ...args])
}

/** @param {string[]} args how many rounds */
async function killTest(args) {
  await setUp({ console: false })
  return await runNode([join(root, 'bin', 'kill-test.ts'), ...args])
}

/** @param {string} name @returns {(args: string[]) => Promise<number>} */
const ofPictures = (name) => async (args) => {
  await setUp({ console: true })
  return await runNode([join(root, 'e2e', 'pictures', `${name}.ts`), ...args])
}

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const commands = {
  setup,
  start,
  test,
  dev,
  bench,
  'policy-cases': policyCases,
  'kill-test': killTest,
  lighthouse: ofPictures('lighthouse'),
  screenshots: ofPictures('screenshots'),
  scenario: ofPictures('scenario'),
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command === undefined) {
  process.exitCode = refuse(`node bin/setup.mjs ${Object.keys(commands).join(' | ')}`)
} else {
  try {
    process.exitCode = await command(args)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
