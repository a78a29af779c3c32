import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'

export interface ConsoleOptions {
  readonly dev: boolean
  readonly hostname: string
  readonly port: number
  /** Next listens on it for the upgrade requests of its development socket. */
  readonly server: Server
}

/** Loads Next, which takes a while, and gives its request handler. The environment must be prepared before. */
export async function startConsole({
  dev,
  hostname,
  port,
  server,
}: ConsoleOptions): Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>> {
  const { default: next } = await import('next')
  const dir = fileURLToPath(new URL('../..', import.meta.url))
  const app = next({ dev, dir, hostname, port, httpServer: server })
  await app.prepare()
  return app.getRequestHandler()
}
