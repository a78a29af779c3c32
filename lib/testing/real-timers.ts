/**
 * Before each file of tests: throws Error where one before it, in the same process, left timers fake. What waits would
 * hang there, far from the cause.
 */
import timers from 'node:timers'

for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
  if (globalThis[name] !== timers[name]) throw new Error(`${name} is still a fake of an earlier file`)
}
