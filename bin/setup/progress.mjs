/** One line per step of the set-up, with the time it takes. */
const SECOND = 1000

/** @param {number} start milliseconds of `performance.now()` */
const since = (start) => `${((performance.now() - start) / SECOND).toFixed(1)} s`

/**
 * Runs `work` beside a line that says what is being done: the seconds run at a terminal, and are told at the end.
 * @param {string} what
 * @param {() => Promise<void>} work
 */
export async function withProgress(what, work) {
  const start = performance.now()
  const isTerminal = process.stderr.isTTY === true
  const show = () => process.stderr.write(`\r  ${what} … ${since(start)}`)
  const timer = isTerminal ? setInterval(show, SECOND) : undefined
  if (isTerminal) show()
  else console.error(`  ${what} …`)
  let outcome = 'failed after'
  try {
    await work()
    outcome = 'done in'
  } finally {
    clearInterval(timer)
    console.error(`${isTerminal ? '\r' : ''}  ${what}: ${outcome} ${since(start)}`)
  }
}
