import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { systemSecrets } from '#kernel/random.ts'
import { rootCertificate } from './root-certificate.ts'

const made = (from: string) =>
  new X509Certificate(rootCertificate('cluster-a (simulated)', Date.parse(from) as EpochMillis, systemSecrets))

describe('a root certificate', () => {
  it('is read by OpenSSL as an authority that signed itself', () => {
    const certificate = made('2026-11-26T01:02:03Z')
    expect(certificate.subject).toBe('CN=cluster-a (simulated)')
    expect(certificate.ca).toBe(true)
    expect(certificate.checkIssued(certificate)).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
  })

  it.each([
    ['2026-11-26T01:02:03Z', 'Nov 26 01:02:03 2026 GMT', 'Nov 25 01:02:03 2036 GMT'],
    ['2045-01-02T03:04:05Z', 'Jan  2 03:04:05 2045 GMT', 'Jan  2 03:04:05 2055 GMT'],
  ])('holds for ten years from %s, also across 2050', (from, validFrom, validTo) => {
    expect(made(from)).toMatchObject({ validFrom, validTo })
  })

  it('is another one each time', () => {
    const [one, other] = [made('2026-01-01T00:00:00Z'), made('2026-01-01T00:00:00Z')]
    expect(one.fingerprint256).not.toBe(other.fingerprint256)
    expect(one.verify(other.publicKey)).toBe(false)
  })
})
