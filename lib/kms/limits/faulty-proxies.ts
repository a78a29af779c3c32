import type { XksEndpoint, XksProxy, XksRequestMetadata } from '#xks/ports.ts'
import { XksProxyError } from '#xks/ports.ts'
import type { Faults } from './faults.ts'
import { InjectedFault } from './injected-fault.ts'

type About = Pick<XksRequestMetadata, 'kmsOperation' | 'kmsKeyArn'>

/** The proxies of external key stores, but those that a fault makes unreachable: no request is sent to them. */
export function faultyProxies(proxies: XksProxy, faults: Pick<Faults, 'proxyDown'>): XksProxy {
  function check({ sandbox }: XksEndpoint, { kmsOperation: operation, kmsKeyArn: keyArn }: About): void {
    const fault = faults.proxyDown({ sandbox, operation, ...(keyArn !== undefined && { keyArn }) })
    if (!fault) return
    const cause = new InjectedFault(fault)
    throw new XksProxyError('unreachable', cause.message, { cause })
  }
  return {
    async health(endpoint, about) {
      check(endpoint, about)
      return proxies.health(endpoint, about)
    },
    async metadata(key, about) {
      check(key.endpoint, about)
      return proxies.metadata(key, about)
    },
    async encrypt(key, plaintext, aad, about) {
      check(key.endpoint, about)
      return proxies.encrypt(key, plaintext, aad, about)
    },
    async decrypt(key, sealed, aad, about) {
      check(key.endpoint, about)
      return proxies.decrypt(key, sealed, aad, about)
    },
  }
}
