import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WireRequest, WireResponse } from '#wire/message.ts'
import { answerBy } from '#wire/node-http.ts'

/** A port on the loopback address, for what calls the program by HTTP. */
export interface Served extends AsyncDisposable {
  readonly endpoint: string
  /** Says who answers there. */
  answer(by: (request: WireRequest) => Promise<WireResponse>): void
}

export async function served(): Promise<Served> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    answer(by) {
      server.on('request', (request, response) => void answerBy(by, { request, response, source: '127.0.0.1' }))
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
