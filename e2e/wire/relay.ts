import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Passes bytes on to another port of this machine, and can be cut: what is behind it dies and comes back. */
export interface Relay extends AsyncDisposable {
  readonly port: number
  /** From now on nobody listens. */
  cut(): Promise<void>
  mend(): Promise<void>
}

export async function openRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>()
  let server: Server | undefined
  const listen = async (at: number) => {
    server = createServer((socket) => {
      const behind = connect(target, '127.0.0.1')
      for (const each of [socket, behind]) {
        sockets.add(each)
        each.on('error', () => undefined).on('close', () => sockets.delete(each))
      }
      socket.pipe(behind).pipe(socket)
    })
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = async () => {
    for (const socket of sockets) socket.destroy()
    if (!server?.listening) return
    server.close()
    await once(server, 'close')
  }
  const port = await listen(0)
  return {
    port,
    cut,
    async mend() {
      await listen(port)
    },
    [Symbol.asyncDispose]: cut,
  }
}
