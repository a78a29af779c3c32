import type { LogLevel } from './config.ts'
import { LOG_LEVELS } from './config.ts'

/** What may stand in a log line. Never input values of a call. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Writes one JSON object a line. Lines of one turn of the event loop leave together; `flush` sends them at once. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** With the stack of what was thrown. */
  error(message: string, cause?: unknown, fields?: LogFields): void
  flush(): void
}

const silent = () => undefined

/** A log of the given level and what is graver, to `write`: standard error where none is given. */
export function createLog(level: LogLevel, write: (text: string) => void = writeToStandardError): Log {
  const threshold = LOG_LEVELS.indexOf(level)
  let waiting = ''

  function flush(): void {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }

  function put(at: LogLevel, message: string, fields: LogFields | undefined): void {
    if (waiting === '') setImmediate(flush)
    waiting += `${JSON.stringify({ time: new Date().toISOString(), level: at, message, ...fields })}\n`
  }

  function writer(at: LogLevel): (message: string, fields?: LogFields) => void {
    return LOG_LEVELS.indexOf(at) < threshold ? silent : (message, fields) => put(at, message, fields)
  }

  const error = writer('error')
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: (message, cause, fields) => error(message, { ...fields, ...described(cause) }),
    flush,
  }
}

function described(cause: unknown): LogFields {
  if (cause === undefined) return {}
  return { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
}

function writeToStandardError(text: string): void {
  process.stderr.write(text)
}
