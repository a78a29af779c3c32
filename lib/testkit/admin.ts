import type { Credentials } from './credentials.ts'
import { KeysteadError } from './errors.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The administration of a running Keystead: HTTP below `/_keystead`. */
export interface Admin {
  /**
   * The answer to `POST sandboxes`, say: what its JSON says, or its text where it is none. A body is sent as JSON, a text
   * as it is. Throws KeysteadError for what is refused, and Error where nobody answers.
   */
  ask<T>(method: Method, path: string, body?: unknown): Promise<T>
}

/** `credentials` are the administrator's access key. */
export function adminAt(url: string, { accessKeyId, secretAccessKey }: Credentials): Admin {
  const pair = Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')
  const headers = { Authorization: `Basic ${pair}`, 'Content-Type': 'application/json' }
  return {
    async ask(method, path, body) {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const response = await fetch(`${url}/_keystead/${path}`, { method, headers, ...sent }).catch((cause) => {
        throw new Error(`No Keystead answers at ${url}. Does it run there?`, { cause })
      })
      const text = await response.text()
      if (!response.ok) throw refusalOf(response.status, text)
      return response.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text
    },
  }
}

function refusalOf(status: number, text: string): KeysteadError {
  try {
    const { code, message } = JSON.parse(text)
    return new KeysteadError(code, status, message)
  } catch {
    return new KeysteadError(
      'UnexpectedAnswer',
      status,
      `HTTP ${status} with no error of Keystead: ${text.slice(0, 200)}`,
    )
  }
}
