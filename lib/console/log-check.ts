import 'server-only'

import { instance } from '#runtime/instance.ts'
import type { LogCheckReport } from '#runtime/log-check.ts'
import type { Console } from './access.ts'
import { answerInScope } from './answer.ts'
import type { LogCheckDto, LogCheckMessage } from './dto/events.ts'
import { errorDto } from './error-dto.ts'
import { linesOf } from './lines.ts'
import { isOwnOrigin } from './origin.ts'

const VERDICTS: Readonly<Record<LogCheckReport['code'], LogCheckDto['verdict']>> = {
  0: 'sound',
  2: 'unreadable',
  3: 'tampered',
  4: 'cut',
}

export function logCheckDto({ at, code, lines }: LogCheckReport): LogCheckDto {
  return { at, verdict: VERDICTS[code], lines }
}

/** How often it is told how far the check is; milliseconds. */
const PERIOD = 200

/**
 * Answers `POST /api/console/verify?scope=…`: verifies the whole log and tells how far it is, a `LogCheckMessage` a line.
 * Whoever goes away cancels it.
 */
export async function answerLogCheck(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers.get('origin'), instance().config.publicUrl))
    return new Response(null, { status: 403 })
  return answerInScope(new URL(request.url), async (console) => linesOf((signal) => messages(console, signal), request))
}

async function* messages(console: Console, signal: AbortSignal): AsyncGenerator<LogCheckMessage> {
  let seen = { read: 0, all: console.logSize() }
  const done = console
    .checkLog((read, all) => {
      seen = { read, all }
    }, signal)
    .then((report): LogCheckMessage => ({ kind: 'done', check: logCheckDto(report) }), failed)
  for (;;) {
    yield { kind: 'progress', ...seen }
    const ended = await Promise.race([done, pause()])
    if (ended) return yield ended
  }
}

function pause(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, PERIOD))
}

function failed(thrown: unknown): LogCheckMessage {
  const error = errorDto(thrown)
  if (!error) throw thrown
  return { kind: 'failed', error }
}
