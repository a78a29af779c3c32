import { request as http } from '@playwright/test'
import type { Server } from '../support/server.ts'

/** Signs in as the administrator without a page, and answers the browser's state: its cookies. */
export async function signInByApi(server: Server, extraHTTPHeaders: Readonly<Record<string, string>> = {}) {
  const context = await http.newContext({ baseURL: server.url, extraHTTPHeaders })
  const { csrfToken } = await (await context.get('/api/auth/csrf')).json()
  const form = { userName: 'admin', password: server.password, csrfToken, json: 'true' }
  const answer = await context.post('/api/auth/callback/credentials', { form, headers: { origin: server.url } })
  if (!answer.ok()) throw new Error(`sign-in was answered ${answer.status()}`)
  const state = await context.storageState()
  await context.dispose()
  return state
}
