import { expect, it, vi } from 'vitest'
import type { Destination } from './destination.ts'
import { XksProxyError } from './failures.ts'
import { createTransport } from './transport.ts'

const asked = vi.hoisted((): string[] => [])
vi.mock('./resolve.ts', async (original) => {
  const by = (who: string) => async (host: string) => {
    asked.push(`${who}: ${host}`)
    return []
  }
  const real = await original<typeof import('./resolve.ts')>()
  return { ...real, resolveBySystem: by('system'), resolveByServers: () => by('name servers') }
})

it('leaves to the system, and to its few threads, only the names that the operator listed', async () => {
  const transport = createTransport({ deadlineMillis: 5000 })
  const to = { scheme: 'https', port: 443, path: '/kms/xks/v1' } as const
  const destinations: Destination[] = [
    { ...to, host: 'xks.internal', isListed: true },
    { ...to, host: 'xks.example.com', isListed: false },
  ]
  for (const destination of destinations) {
    await expect(transport.post(destination, to.path, {}, Buffer.alloc(0))).rejects.toThrow(XksProxyError)
  }
  transport.close()
  expect(asked).toEqual(['system: xks.internal', 'name servers: xks.example.com'])
})
