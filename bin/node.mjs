/**
 * Which Node runs Keystead, and how a program is started under it. Built-ins only and plain JavaScript: any Node from
 * 18 on reads this file.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The first Node with ML-KEM. */
const NEEDED = [24, 7]
/** What asks a program to end. */
export const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** The line for a machine on which no Node will do. */
export const NO_NODE = `Keystead needs Node ${NEEDED.join('.')} or newer, and npm has no package of it for this machine: install it from nodejs.org.`

/** Whether the running Node will do. */
export const isOwnNodeNew = isNew(process.versions.node)

/** @param {string} version */
function isNew(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = NEEDED
  return major > neededMajor || (major === neededMajor && minor >= neededMinor)
}

/** Whether npm has a Node for this machine, installed or not. */
export const isNodePackaged = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)

/** The absolute path of the Node to use: the running one if it is new enough, else the packaged one, else undefined. */
export function pickNode() {
  if (isOwnNodeNew) return process.execPath
  const packaged = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node')
  return isNodePackaged && existsSync(packaged) ? packaged : undefined
}

/** Where compiled modules are kept from one start to the next: with the packages, where only their owner can write. */
const COMPILED = join(root, 'node_modules', '.cache', 'keystead-compiled')

/**
 * Keeps compiled modules, which takes a third off each later start. Where the folder is read-only nothing is kept, and
 * nothing fails. Only for a Node that will do.
 */
export function keepCompiled() {
  const { status } = module.enableCompileCache(COMPILED)
  // Threads go by the variable only.
  if (status === module.constants.compileCacheStatus.ENABLED) process.env.NODE_COMPILE_CACHE = COMPILED
}

/**
 * The environment for a child: `node` first in PATH, so that what the child starts finds the same one, compiled modules
 * are kept, and no package calls home.
 * @param {string} node
 */
export function environment(node) {
  const path = [dirname(node), process.env.PATH ?? ''].join(delimiter)
  const quiet = { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' }
  return { ...process.env, PATH: path, ...quiet, NODE_COMPILE_CACHE: COMPILED }
}

/** The signal by which a child is killed that has ended by none of those before. */
const LAST = 3

/**
 * Passes the signals this process gets to `child` until it ends, the third one as SIGKILL. At a terminal Ctrl-C has
 * reached the child already: a second SIGINT would mean "at once".
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code, 128 + n where signal n ended it
 */
export function follow(child) {
  let passed = 0
  const pass = SIGNALS.map((signal) => {
    const isDelivered = signal === 'SIGINT' && process.stdin.isTTY === true
    const handler = () => {
      if (isDelivered) return
      passed += 1
      child.kill(passed < LAST ? signal : 'SIGKILL')
    }
    process.on(signal, handler)
    return () => process.off(signal, handler)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  }).finally(() => {
    for (const stop of pass) stop()
  })
}

/**
 * Runs a program under the right Node in place of this process: same terminal, signals passed on.
 * @param {string[]} args a script and its arguments
 * @returns {Promise<number>} its exit code
 */
export async function runNode(args) {
  const node = pickNode()
  if (node === undefined) {
    console.error(isNodePackaged ? 'Keystead is not set up here: run `npm run setup`.' : NO_NODE)
    return 1
  }
  return await follow(spawn(node, args, { stdio: 'inherit', env: environment(node) }))
}
