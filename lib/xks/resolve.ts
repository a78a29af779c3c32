import type { LookupAddress } from 'node:dns'
import { lookup, TIMEOUT } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { XksProxyError } from './failures.ts'

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** As all programs of this machine see it, by /etc/hosts too. Takes a thread of Node's few, for as long as it pleases. */
export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

/**
 * As the name servers say, which are asked once. Takes no thread, so that users who name hosts that nobody answers for
 * hold up nothing else. `servers`: those of the system where they are left out.
 */
export function resolveByServers(timeoutMillis: number, servers?: readonly string[]): Resolve {
  return async (host) => {
    // Each time, as the system's name servers change with its network.
    const resolver = new Resolver({ timeout: timeoutMillis, tries: 1 })
    if (servers) resolver.setServers(servers)
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    if (four.status === 'rejected' && six.status === 'rejected') throw failed(four.reason)
    return [...found(four, 4), ...found(six, 6)]
  }
}

function found(answer: PromiseSettledResult<readonly string[]>, family: 4 | 6): readonly LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []
}

function failed(error: NodeJS.ErrnoException): XksProxyError {
  if (error.code === TIMEOUT) return new XksProxyError('timeout', 'no name server answered in time', { cause: error })
  const detail = `the name servers answer ${error.code}, and KEYSTEAD_XKS_PRIVATE_HOSTS does not list its host`
  return new XksProxyError('unreachable', detail, { cause: error })
}

/** Looks a name up once at a time: who asks meanwhile gets the same answer. */
export function oncePerHost(resolve: Resolve): Resolve {
  const underWay = new Map<string, ReturnType<Resolve>>()
  return (host) => {
    const answer = underWay.get(host) ?? resolve(host).finally(() => underWay.delete(host))
    underWay.set(host, answer)
    return answer
  }
}
