import { SESSION_COOKIES } from '#auth/session-cookie.ts'
import type { Server } from '../support/server.ts'

/** A signed-in browser, as far as `fetch` goes: its cookies. */
export class ConsoleSession {
  readonly #server: Server
  readonly #cookies = new Map<string, string>()

  private constructor(server: Server) {
    this.#server = server
  }

  static async signIn(server: Server): Promise<ConsoleSession> {
    const session = new ConsoleSession(server)
    await session.#post('/api/auth/callback/credentials', { userName: 'admin', password: server.password })
    if (!SESSION_COOKIES.some((name) => session.#cookies.has(name))) throw new Error('the sign-in was refused')
    return session
  }

  async signOut(): Promise<void> {
    await this.#post('/api/auth/signout', {})
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(`${this.#server.url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      this.#cookies.set(name, value)
    }
    return response
  }

  async #post(path: string, form: Readonly<Record<string, string>>): Promise<void> {
    const { csrfToken } = (await (await this.fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ ...form, csrfToken, json: 'true' })
    const answer = await this.fetch(path, { method: 'POST', body, headers: { origin: this.#server.url } })
    if (answer.status >= 400) throw new Error(`${path} was answered ${answer.status}`)
  }
}
