#!/usr/bin/env node
/** The operator's program: `keystead <command>`. Started by an old Node it starts itself again under the right one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isOwnNodeNew, keepCompiled, root, runNode } from './node.mjs'
import { whatIsMissing } from './setup/steps.mjs'

/**
 * @typedef {object} Command
 * @property {string} summary
 * @property {Record<string, { text: string, value?: string }>} flags on or off; with `value`, followed by one
 * @property {string} [words] what it takes beside flags
 * @property {(flags: Record<string, boolean | string>, words: string[]) => Promise<number | undefined>} run answers the
 *   exit code; undefined where something keeps running
 */

/** @type {Command['run']} */
async function serve({ dev = false, 'no-console': withoutConsole = false }) {
  if (!isOwnNodeNew) return await runNode([fileURLToPath(import.meta.url), ...process.argv.slice(2)])
  const missing = whatIsMissing({ console: !withoutConsole && !dev })
  if (missing !== undefined) {
    console.error(missing)
    return 1
  }
  keepCompiled()
  const server = await import('../lib/server/main.ts')
  await server.serve({ console: !withoutConsole, dev })
  return undefined
}

/** @type {Command['run']} */
async function account({ name }, [verb, id, ...rest]) {
  if (verb !== 'create' || rest.length > 0) return refuse('account takes: create [ACCOUNT-ID]')
  return await operate(({ createAccount }) => createAccount(id, text(name)))
}

/** @type {Command['run']} */
async function demo() {
  return await operate(({ loadDemo }) => loadDemo())
}

/** @type {Command['run']} */
async function apply({ sandbox }, [file, ...rest]) {
  if (file === undefined || rest.length > 0) return refuse('apply takes: FILE')
  return await operate(({ applyFixture }) => applyFixture(file, text(sandbox)))
}

/** @type {Command['run']} */
async function exportFixture({ sandbox, material, 'no-history': withoutHistory }) {
  const asked = { material: material === true, history: withoutHistory !== true }
  return await operate(({ exportFixture }) => exportFixture(text(sandbox), asked))
}

/** @type {Command['run']} */
async function explain({ account, sandbox }, [requestId, ...rest]) {
  if (requestId === undefined || rest.length > 0) return refuse('explain takes: REQUEST-ID')
  const place = { account: text(account), sandbox: text(sandbox) }
  return await operate(({ explainCall }) => explainCall(requestId, place))
}

/** @type {Command['run']} */
async function exportTrail({ bucket, account, region }, [folder, ...rest]) {
  if (folder === undefined || rest.length > 0) return refuse('export-trail takes: DIR')
  const request = { folder, bucket: text(bucket), account: text(account), region: text(region) }
  return await operate(({ exportTrail }) => exportTrail(request))
}

/** @type {Command['run']} */
async function prove({ since }, [eventId, ...rest]) {
  if (eventId === undefined || rest.length > 0) return refuse('prove takes: EVENT-ID')
  return await operate(({ proveEvent }) => proveEvent(eventId, text(since)))
}

/** @type {Command['run']} */
async function sandbox(flags, words) {
  /** @type {string | undefined} */
  let usage
  const code = await operate(async (operator) => {
    const done = await operator.sandbox({ words, flags })
    if (typeof done === 'number') return done
    usage = done
    return 2
  })
  return usage === undefined ? code : refuse(usage)
}

/** @type {Command['run']} */
async function verify({ rows = false, ...flags }, [database, ...rest]) {
  if (rest.length > 0) return refuse('verify takes: [DATABASE]')
  const [publicKey, fromCheckpoint, proof] = ['public-key', 'from-checkpoint', 'proof'].map((name) => text(flags[name]))
  if (proof === undefined) {
    const request = { database, publicKey, fromCheckpoint, rows: rows === true }
    return await operate(({ verifyLog }) => verifyLog(request))
  }
  if (publicKey === undefined) return refuse('verify --proof needs --public-key')
  return await operate(({ verifyEventProof }) => verifyEventProof({ proof, publicKey, fromCheckpoint }))
}

/** @param {string | boolean | undefined} flag */
function text(flag) {
  return typeof flag === 'string' ? flag : undefined
}

/**
 * Work on the data folder, under the right Node.
 * @param {(operate: typeof import('../lib/server/operate.ts')) => Promise<number>} work
 */
async function operate(work) {
  if (!isOwnNodeNew) return await runNode([fileURLToPath(import.meta.url), ...process.argv.slice(2)])
  const missing = whatIsMissing({ console: false })
  if (missing !== undefined) {
    console.error(missing)
    return 1
  }
  keepCompiled()
  return await work(await import('../lib/server/operate.ts'))
}

/** @type {Command['run']} */
async function version() {
  console.log(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
  return 0
}

/** @type {Command['run']} */
async function help() {
  console.log(usage())
  return 0
}

/** @type {Record<string, Command>} */
const commands = {
  serve: {
    summary: 'run the server until it is told to stop',
    flags: {
      'no-console': { text: 'the AWS KMS wire only, without the console' },
      dev: { text: 'build the pages on demand and reload them' },
    },
    run: serve,
  },
  account: {
    summary: 'create an account and print its root credentials',
    words: 'create [ACCOUNT-ID]',
    flags: { name: { text: 'what the account is called', value: 'NAME' } },
    run: account,
  },
  demo: {
    summary: 'fill a fresh installation with a sample: a year and a half of keys, people and their calls',
    flags: {},
    run: demo,
  },
  apply: {
    summary: 'make what a fixture says: accounts, identities, keys; all of it or nothing',
    words: 'FILE',
    flags: { sandbox: { text: 'in which sandbox; main otherwise', value: 'ID' } },
    run: apply,
  },
  export: {
    summary: 'print what is there as a fixture',
    flags: {
      sandbox: { text: 'of which sandbox; main otherwise', value: 'ID' },
      material: { text: 'with key material and other secrets, which main never tells' },
      'no-history': { text: 'without calls of the past, which are told of sandboxes alone' },
    },
    run: exportFixture,
  },
  sandbox: {
    summary: 'work on sandboxes: isolated accounts with a clock of their own; prints JSON',
    words: 'create|list|show|clock|faults|quotas|snapshot|restore|forget|reset|delete …',
    flags: {
      fixture: { text: 'create: what there is from the start', value: 'FILE' },
      seed: { text: 'create: derive identifiers and key material from it', value: 'TEXT' },
      account: { text: 'create: its first account; 111122223333 otherwise', value: 'ACCOUNT-ID' },
      quotas: { text: 'create: which request quotas hold: off, aws or brief', value: 'PROFILE' },
      set: { text: 'create, clock: the time that it shows, ISO 8601', value: 'TIME' },
      advance: { text: 'create, clock: how far it goes on, such as P1Y or PT1H', value: 'DURATION' },
      freeze: { text: 'create, clock: it stands' },
      unfreeze: { text: 'clock: it goes on' },
    },
    run: sandbox,
  },
  explain: {
    summary: 'tell why a call was allowed or refused',
    words: 'REQUEST-ID',
    flags: {
      account: { text: 'in whose log it stands; the first account otherwise', value: 'ACCOUNT-ID' },
      sandbox: { text: 'in which sandbox; main otherwise', value: 'ID' },
    },
    run: explain,
  },
  prove: {
    summary: 'print what shows that an event is in the log that was signed',
    words: 'EVENT-ID',
    flags: { since: { text: 'and that it goes on from a checkpoint of so many events', value: 'SIZE' } },
    run: prove,
  },
  verify: {
    summary: 'check the audit log against its tree and signatures: 0 sound, 3 tampered, 4 cut off, 2 unreadable',
    words: '[DATABASE]',
    flags: {
      'public-key': {
        text: "the key that signs it, as printed at the first start; else the database's own",
        value: 'FILE',
      },
      'from-checkpoint': { text: 'checkpoints that were kept elsewhere', value: 'FILE' },
      rows: { text: 'compare every row with what the log says of it' },
      proof: { text: 'check what prove printed instead of a database', value: 'FILE' },
    },
    run: verify,
  },
  'export-trail': {
    summary: 'write the audit log as CloudTrail log files with signed digests',
    words: 'DIR',
    flags: {
      bucket: { text: 'the bucket that they are for; keystead-trail otherwise', value: 'NAME' },
      account: { text: 'only of this account', value: 'ACCOUNT-ID' },
      region: { text: 'only of this Region', value: 'REGION' },
    },
    run: exportTrail,
  },
  version: { summary: 'print the version', flags: {}, run: version },
  help: { summary: 'print this', flags: {}, run: help },
}

/** Where the second column of the help begins. */
const COLUMN = 32

/**
 * A row of the help: on two lines where the first column is too wide.
 * @param {string} left
 * @param {string} right
 */
function row(left, right) {
  return left.length < COLUMN ? `${left.padEnd(COLUMN)}${right}` : `${left}\n${' '.repeat(COLUMN)}${right}`
}

function usage() {
  const rows = Object.entries(commands).flatMap(([name, { summary, words, flags }]) => [
    row(`  ${[name, words].filter(Boolean).join(' ')}`, summary),
    ...Object.entries(flags).map(([flag, { text, value }]) =>
      row(`    ${[`--${flag}`, value].filter(Boolean).join(' ')}`, text),
    ),
  ])
  const settings = 'Settings come from the environment (PORT, HOST, KEYSTEAD_…): see docs/architecture.md.'
  return ['usage: keystead <command>', '', ...rows, '', settings].join('\n')
}

/** @param {string} message */
function refuse(message) {
  console.error(`keystead: ${message}; see keystead --help`)
  return 2
}

/**
 * @param {Command} command
 * @param {string[]} args
 */
async function runCommand(command, args) {
  const flags = Object.entries(command.flags).map(([name, { value }]) => [
    name,
    { type: /** @type {const} */ (value === undefined ? 'boolean' : 'string') },
  ])
  try {
    const options = { args, options: Object.fromEntries(flags), allowPositionals: command.words !== undefined }
    const { values, positionals } = parseArgs(options)
    return await command.run(/** @type {Record<string, boolean | string>} */ (values), positionals)
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code?.startsWith('ERR_PARSE_ARGS_')) return refuse(message.split('. ')[0] ?? message)
    throw error
  }
}

/** @param {string[]} args */
async function main([name, ...args]) {
  if (name === undefined) return refuse('which command?')
  if ([name, ...args].some((arg) => arg === '--help' || arg === '-h')) return await help({}, [])
  if (name === '--version') return await version({}, [])
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  return command === undefined ? refuse(`unknown command ${name}`) : await runCommand(command, args)
}

process.exitCode = await main(process.argv.slice(2))
