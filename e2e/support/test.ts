import { test as base } from '@playwright/test'
import { type Server, startServer } from './server.ts'

/** Playwright's `test` with a built server for each worker, and its address as the base URL. */
export const test = base.extend<object, { server: Server }>({
  server: [
    async ({ browserName: _ }, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => {
    await use(server.url)
  },
})

export { expect } from '@playwright/test'
