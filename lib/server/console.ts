import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { secure } from './security-headers.ts'
import { createStaticFiles } from './static-files.ts'

export interface ConsoleOptions {
  readonly dev: boolean
  readonly hostname: string
  readonly port: number
  /** Next listens on it for the upgrade requests of its development socket. */
  readonly server: Server
  /** Where people reach the server. */
  readonly origin: string
}

/** Loads Next, which takes a while, and gives its request handler. The environment must be prepared before. */
export async function startConsole({
  dev,
  hostname,
  port,
  server,
  origin,
}: ConsoleOptions): Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>> {
  const { default: next } = await import('next')
  const dir = fileURLToPath(new URL('../..', import.meta.url))
  const app = next({ dev, dir, hostname, port, httpServer: server })
  await app.prepare()
  const answer = app.getRequestHandler()
  const answerStatic = createStaticFiles(join(dir, '.next', 'static'))
  return async (request, response) => {
    secure(request, response, { dev, origin })
    if (!dev && (await answerStatic(request, response))) return
    await answer(request, response)
  }
}
