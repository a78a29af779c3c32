import type { Server } from 'node:http'

/** Longer than load balancers keep idle connections, so that it is never the server who closes one in use. */
const KEEP_ALIVE = 65_000
/** How long a whole request may take to arrive. */
const REQUEST_TIMEOUT = 30_000
/** How long calls under way may still take when the server stops. */
const GRACE = 10_000

/** The address cannot be listened on. The message is for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** Resolves to the port in use; throws ListenError. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  server.keepAliveTimeout = KEEP_ALIVE
  server.headersTimeout = REQUEST_TIMEOUT
  server.requestTimeout = REQUEST_TIMEOUT
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explained(error, host, port)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function explained(error: Error, host: string, port: number): ListenError {
  const code = 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(`Port ${port} on ${host} is in use: set PORT to another one.`, { cause: error })
    case 'EACCES':
      return new ListenError(`Port ${port} on ${host} is not allowed to this user: set PORT to another one.`, {
        cause: error,
      })
    default:
      return new ListenError(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error })
  }
}

/** Takes no more connections and resolves when the calls under way are answered, or their time is up. */
export function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy when the server closed becomes idle without anyone closing it.
    const sweep = setInterval(() => server.closeIdleConnections(), 25)
    const deadline = setTimeout(() => server.closeAllConnections(), GRACE)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(deadline)
      resolve()
    })
  })
}
