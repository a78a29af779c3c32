import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY, systemClock } from '#kernel/clock.ts'
import { type CertificateOptions, makeCertificate, pemOf, type TestCertificate } from '#testing/certificates.ts'
import { openXksProxy, type TestXksProxy, type TestXksProxyOptions } from '#testing/xks-proxy.ts'
import { createXksClient } from './client.ts'
import { isXksProxyError } from './failures.ts'
import { parsePrivateHosts } from './private-hosts.ts'

const ABOUT = { kmsOperation: 'ConnectCustomKeyStore', kmsRequestId: 'request' }
const now = systemClock.now()
const valid = { from: now - DAY, to: now + DAY }
const authority = makeCertificate({ name: 'authority', ...valid, authority: {} })
const stranger = makeCertificate({ name: 'stranger', ...valid, authority: {} })

function tlsOf(certificate: TestCertificate): NonNullable<TestXksProxyOptions['tls']> {
  const key = certificate.privateKey.export({ format: 'pem', type: 'pkcs8' })
  return { cert: pemOf([certificate]), key }
}

function issued(more: Partial<CertificateOptions> = {}, issuer = authority): NonNullable<TestXksProxyOptions['tls']> {
  return tlsOf(makeCertificate({ name: 'localhost', ...valid, ...more }, issuer))
}

let right: TestXksProxy
beforeAll(async () => {
  right = await openXksProxy({ host: 'localhost', tls: issued() })
})
afterAll(() => right[Symbol.asyncDispose]())

async function healthOf(proxy: TestXksProxy, listed = proxy.listed): Promise<unknown> {
  const privateHosts = parsePrivateHosts(listed) ?? []
  const client = createXksClient({ clock: systemClock, privateHosts, ca: pemOf([authority]), deadlineMillis: 5000 })
  const outcome = await client.health(proxy.endpoint, ABOUT).catch((error: unknown) => error)
  client.close()
  return isXksProxyError(outcome) ? outcome.failure : outcome
}

it('a proxy with a certificate of its name by a trusted authority is talked to', async () => {
  expect(await healthOf(right)).toMatchObject({ ekmVendor: 'Thales Group' })
})

it.each([
  ['for another name', issued({ name: 'xks.example.com' })],
  ['of an authority that nobody trusts', issued({}, stranger)],
  ['that signs for itself', tlsOf(makeCertificate({ name: 'localhost', ...valid }))],
  ['that is past its time', issued({ to: now - 1000 })],
  ['that is not good yet', issued({ from: now + DAY / 2 })],
  ['and TLS 1.1 at most', { ...issued(), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }],
] as const)('a proxy with a certificate %s is sent nothing', async (_, tls) => {
  await using proxy = await openXksProxy({ host: 'localhost', tls })
  expect(await healthOf(proxy)).toBe('tls')
  expect(proxy.requests).toBe(0)
})

it('a proxy that speaks no TLS is sent nothing, unless the operator lists it so', async () => {
  await using proxy = await openXksProxy({ host: 'localhost' })
  expect(await healthOf(proxy, proxy.listed.replace('http://', ''))).toBe('tls')
  expect(proxy.requests).toBe(0)
  expect(await healthOf(proxy)).toMatchObject({ xksProxyFleetSize: 2 })
})

it('no setting of the environment turns the check of certificates off', async () => {
  const own = tlsOf(makeCertificate({ name: 'localhost', ...valid }))
  await using proxy = await openXksProxy({ host: 'localhost', tls: own })
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  try {
    expect(await healthOf(proxy)).toBe('tls')
  } finally {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  }
})
