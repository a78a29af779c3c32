import type { IncomingMessage } from 'node:http'

/** The largest body that is usually taken: 512 KiB. The largest valid request of the API is far below it. */
export const BODY_LIMIT = 512 * 1024
/** How much of a body that is too large is still read, so that its sender gets to see the answer. */
const DRAIN_LIMIT = 32 * BODY_LIMIT

export type Body = { readonly bytes: Buffer } | { readonly failed: 'too-large' | 'aborted' }

/** Reads a body of up to `limit` bytes whole. Never throws: a sender that goes away ends in 'aborted'. */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) chunks.push(chunk)
      else chunks = []
      if (length > DRAIN_LIMIT) request.destroy()
    })
    request.once('end', () => {
      const [first] = chunks
      if (length > limit) resolve({ failed: 'too-large' })
      else resolve({ bytes: first && chunks.length === 1 ? first : Buffer.concat(chunks, length) })
    })
    request.once('error', () => resolve({ failed: 'aborted' }))
    // After 'end' this changes nothing; without it the sender went away.
    request.once('close', () => resolve({ failed: 'aborted' }))
  })
}

/** The first bytes of a body, left in place for whoever reads it next. Empty when there is none. */
export function peekBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const done = (bytes: Buffer) => {
      request.off('readable', look).off('close', nothing).off('end', nothing)
      resolve(bytes)
    }
    const nothing = () => done(Buffer.alloc(0))
    const look = () => {
      const chunk: Buffer | null = request.read()
      if (!chunk) return
      request.unshift(chunk)
      done(chunk)
    }
    request.on('readable', look).once('close', nothing).once('end', nothing)
  })
}
