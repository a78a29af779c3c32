import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'

const PREFIX = '/_next/static/'

/** Names as Next gives them, with no segment that leads upwards. */
const NAME = /^(?:[\w~-][\w.~-]*\/)*[\w~-][\w.~-]*\.(js|css)$/

const TYPES = { js: 'application/javascript; charset=UTF-8', css: 'text/css; charset=UTF-8' } as const

/**
 * Answers for the scripts and style sheets of the build that lie compressed beside themselves, to browsers that take
 * Brotli; false leaves the answer to Next. Their names hold a digest, so what was read once stays in memory.
 */
export function createStaticFiles(folder: string) {
  const kept = new Map<string, Buffer>()
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { method, url = '', headers } = request
    if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith(PREFIX)) return false
    if (!takesBrotli(headers['accept-encoding'])) return false
    const name = url.slice(PREFIX.length).split('?', 1)[0] ?? ''
    const kind = NAME.exec(name)?.[1]
    if (kind !== 'js' && kind !== 'css') return false
    const bytes = kept.get(name) ?? (await keep(name))
    if (!bytes) return false
    response.writeHead(200, {
      'Content-Type': TYPES[kind],
      'Content-Encoding': 'br',
      'Content-Length': bytes.length,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
    })
    response.end(method === 'HEAD' ? undefined : bytes)
    return true
  }

  async function keep(name: string): Promise<Buffer | undefined> {
    const bytes = await readFile(join(folder, `${name}.br`)).catch(absent)
    // What is not there may be anything that someone thought up: only what is there is kept.
    if (bytes) kept.set(name, bytes)
    return bytes
  }
}

/** Whether a browser takes Brotli (RFC 9110 section 12.5.3); a weight of 0 says that it does not. */
function takesBrotli(accepted: string | string[] | undefined): boolean {
  const codings = String(accepted ?? '').split(',')
  return codings.some((coding) => /^\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+\s*)?$/.test(coding))
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
