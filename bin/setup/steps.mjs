/** What the set-up makes, each only when stale: the packages, the Prisma client, the production build. */
import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { environment, follow, isNodePackaged, isOwnNodeNew, NO_NODE, pickNode, root } from '../node.mjs'
import { compressBelow } from './compress.mjs'
import { digest, isStamped, stamped } from './digest.mjs'
import { withLock } from './lock.mjs'
import { installedLock, isInstalled } from './packages.mjs'
import { withProgress } from './progress.mjs'

const TAIL = 8000

/** @typedef {(pid: number) => void} Hold tells the lock of a process that works for this set-up */

/** A step that failed, or a machine that lacks something: the message is all there is to say. */
export class SetupError extends Error {}

const generated = join('lib', 'store', 'prisma', 'generated')
const clientFile = join(root, generated, 'client.ts')
const clientStamp = join(root, generated, '.made-from')
const buildFile = join(root, '.next', 'BUILD_ID')
const staticFolder = join(root, '.next', 'static')
const buildStamp = join(root, '.next', '.made-from')
const clientInputs = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']
const buildInputs = [
  ...['app', 'components', 'lib', 'public', 'proxy.ts', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json'],
  ...['package.json', 'package-lock.json', 'prisma/schema.prisma'],
]

/** @param {string} path */
const isNoBuildInput = (path) =>
  /\.test\.tsx?$/.test(path) ||
  [join(root, generated), join(root, 'lib', 'testing'), join(root, 'lib', 'testkit')].includes(path)

const clientDigest = () => digest(root, clientInputs)
const buildDigest = () => digest(root, buildInputs, isNoBuildInput)

/**
 * Runs a program to its end; where it fails, its last output is in the error.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {Hold} hold
 */
async function runStep(command, args, env, hold) {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.pid !== undefined) hold(child.pid)
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      tail = (tail + text).slice(-TAIL)
    })
  }
  const code = await follow(child)
  if (code !== 0) throw new SetupError(`${tail.trim()}\n\n${command} ended with ${code}`)
}

/** PATH without what npm put before it: npm must not run on a Node that it is about to replace. */
function outerPath() {
  const inner = join(root, 'node_modules') + sep
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => !path.startsWith(inner))
    .join(delimiter)
}

/**
 * `npm ci` by the system's npm. No package needs its install script: those of Prisma would download engines.
 * @param {Hold} hold
 */
async function installPackages(hold) {
  rmSync(join(root, installedLock), { force: true })
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund']
  await runStep('npm', [...args, '--loglevel=error'], { ...process.env, PATH: outerPath() }, hold)
}

/**
 * @param {Hold} hold
 * @param {string[]} args
 */
async function runTool(hold, ...args) {
  const node = pickNode()
  if (node === undefined) throw new SetupError(NO_NODE)
  await runStep(node, args, { ...environment(node), NODE_ENV: 'production' }, hold)
}

const packages = {
  what: 'installing packages',
  isFresh: () => isInstalled(root),
  make: installPackages,
}

const client = {
  what: 'generating the database client',
  isFresh: () => existsSync(clientFile) && isStamped(clientStamp, clientDigest()),
  make: (/** @type {Hold} */ hold) =>
    stamped(clientStamp, clientDigest(), () => runTool(hold, 'node_modules/prisma/build/index.js', 'generate')),
}

const build = {
  what: 'building the console',
  isFresh: () => existsSync(buildFile) && isStamped(buildStamp, buildDigest()),
  make: (/** @type {Hold} */ hold) =>
    stamped(buildStamp, buildDigest(), async () => {
      rmSync(staticFolder, { recursive: true, force: true })
      await runTool(hold, 'node_modules/next/dist/bin/next', 'build')
      await compressBelow(staticFolder)
    }),
}

/**
 * Makes what is stale. Two set-ups at once take turns, and the second finds everything made.
 * @param {{ console: boolean }} options whether the console's production build is needed
 * @returns {Promise<boolean>} whether anything was made
 */
export async function setUp({ console: needsBuild }) {
  if (!isOwnNodeNew && !isNodePackaged) throw new SetupError(NO_NODE)
  const steps = needsBuild ? [packages, client, build] : [packages, client]
  if (steps.every((step) => step.isFresh())) return false
  const onWait = (/** @type {number} */ pid) => console.error(`Waiting for another set-up (process ${pid}) …`)
  return await withLock(join(root, '.setup.lock'), onWait, async (hold) => {
    const before = performance.now()
    for (const step of steps) {
      if (!step.isFresh()) await withProgress(step.what, () => step.make(hold))
    }
    console.error(`Set up in ${((performance.now() - before) / 1000).toFixed(1)} s.`)
    return true
  })
}

/**
 * What is missing to run the server, in one line, or undefined. It asks only whether things are there, not whether
 * they are fresh.
 * @param {{ console: boolean }} options
 */
export function whatIsMissing({ console: needsBuild }) {
  if (!existsSync(clientFile)) return 'Keystead is not set up here: run `npm run setup`.'
  if (needsBuild && !existsSync(buildFile)) {
    return 'The console is not built here: run `npm run setup`, or serve with --no-console.'
  }
  return undefined
}
