/**
 * The server for contributors: pages are reloaded by Next, and a change under lib starts the server again. (Node's
 * own --watch sends messages of its own into worker threads, among those of the store's writer.)
 */
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { environment, follow, root, SIGNALS } from './node.mjs'

const QUIET = 200
const program = [join(root, 'bin', 'keystead.mjs'), 'serve', '--dev', ...process.argv.slice(2)]

/** @param {string} file relative to lib */
const isOfServer = (file) => /\.ts$/.test(file) && !/\.test\.ts$|prisma.generated/.test(file)

/** Resolves once a file of the server has changed and no other one has followed for a moment. */
function change() {
  return new Promise((resolve) => {
    /** @type {NodeJS.Timeout | undefined} */
    let timer
    const watcher = watch(join(root, 'lib'), { recursive: true }, (_, file) => {
      if (file === null || !isOfServer(file)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        watcher.close()
        resolve(file)
      }, QUIET)
    })
  })
}

let isEnding = false
let isRunning = false
for (const signal of SIGNALS) {
  process.on(signal, () => {
    isEnding = true
    if (!isRunning) process.exit(0)
  })
}

/** Runs the server until a change; one that ends by itself waits for it. A signal ends both. */
async function round() {
  const child = spawn(process.execPath, program, { stdio: 'inherit', env: environment(process.execPath) })
  isRunning = true
  const ended = follow(child).then((code) => {
    isRunning = false
    if (isEnding) process.exit(code)
  })
  console.error(`${await change()} changed: starting again`)
  child.kill('SIGTERM')
  await ended
}

while (!isEnding) await round()
