import { describe, expect, it } from 'vitest'
import type { LogLevel } from './config.ts'
import { createLog } from './log.ts'

function written(level: LogLevel) {
  const texts: string[] = []
  const log = createLog(level, (text) => texts.push(text))
  return {
    log,
    texts,
    lines: () =>
      texts
        .join('')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  }
}

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = written('info')
    log.info('request', { requestId: 'r', operation: 'Encrypt', code: 'OK', ms: 1.5, region: undefined })
    log.flush()
    expect(lines()).toEqual([
      {
        time: expect.any(String),
        level: 'info',
        message: 'request',
        requestId: 'r',
        operation: 'Encrypt',
        code: 'OK',
        ms: 1.5,
      },
    ])
  })

  it('keeps a message with line breaks on one line', () => {
    const { log, lines } = written('info')
    log.info('a\nb')
    log.flush()
    expect(lines()).toMatchObject([{ message: 'a\nb' }])
  })

  it('leaves out what is below its level', () => {
    const { log, lines } = written('warn')
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    log.flush()
    expect(lines().map(({ message }) => message)).toEqual(['c', 'd'])
  })

  it('writes nothing when it is off', () => {
    const { log, texts } = written('off')
    log.error('a', new Error('b'))
    log.flush()
    expect(texts).toEqual([])
  })

  it('tells the stack of what was thrown', () => {
    const { log, lines } = written('info')
    log.error('failed', new Error('why'), { requestId: 'r' })
    log.flush()
    expect(lines()).toMatchObject([
      { level: 'error', requestId: 'r', error: expect.stringMatching(/^Error: why\n +at /) },
    ])
  })

  it('writes what waits once the turn is over, in one piece', async () => {
    const { log, texts } = written('info')
    log.info('a')
    log.info('b')
    expect(texts).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(texts).toHaveLength(1)
  })
})
