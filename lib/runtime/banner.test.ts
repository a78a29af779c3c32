import { describe, expect, it } from 'vitest'
import type { BannerFacts } from './banner.ts'
import { banner } from './banner.ts'
import type { Origin } from './credentials.ts'

const facts: BannerFacts = {
  version: '0.1.0',
  instanceId: 'instance-id',
  origin: 'http://127.0.0.1:3000',
  local: 'http://127.0.0.1:3000',
  console: true,
  consoleSignIn: { allowed: true },
  auth: 'strict',
  account: '111122223333',
  region: 'us-east-1',
  dataDir: '/data',
  rootKeyFile: '/data-root/root.key',
  credentials: credentials({ from: 'made', file: '/data/file' }),
  auditPublicKey: 'PUBLICKEY',
}

function credentials(origin: Origin): BannerFacts['credentials'] {
  return { accessKey: { id: 'AKIAID', secret: 'SECRETKEY', origin }, password: { password: 'PASSWORD', origin } }
}

describe('the start-up message', () => {
  it('tells all that a first user needs', () => {
    const text = banner(facts)
    for (const part of [
      'http://127.0.0.1:3000',
      'admin',
      'PASSWORD',
      'AKIAID',
      'SECRETKEY',
      'PUBLICKEY',
      '/data/file',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain(
      '  AWS_ACCESS_KEY_ID=AKIAID AWS_SECRET_ACCESS_KEY=SECRETKEY aws kms create-key --endpoint-url http://127.0.0.1:3000 --region us-east-1\n',
    )
    expect(text).toMatch(/\nKeystead is ready on http:\/\/127\.0\.0\.1:3000\n$/)
  })

  it('tells secrets at the start that made them only', () => {
    for (const origin of [{ from: 'file', file: '/data/a b' } as const, { from: 'environment' } as const]) {
      const text = banner({ ...facts, credentials: credentials(origin) })
      expect(text).not.toContain('SECRETKEY')
      expect(text).not.toContain('PASSWORD')
      expect(text).toContain('aws kms create-key --endpoint-url http://127.0.0.1:3000 --region us-east-1')
    }
  })

  it('quotes a path for the shell', () => {
    const text = banner({ ...facts, credentials: credentials({ from: 'file', file: "/data/it's" }) })
    expect(text).toContain("AWS_SHARED_CREDENTIALS_FILE='/data/it'\\''s' aws kms")
  })

  it('says why nobody can sign in', () => {
    const text = banner({ ...facts, consoleSignIn: { allowed: false, reason: 'no TLS here' } })
    expect(text).toContain('no TLS here')
    expect(text).not.toContain('PASSWORD')
  })

  it('says that CloudHSM clusters are simulated, where there are any', () => {
    expect(banner({ ...facts, simulatedClusters: 2 })).toContain('2 simulated in software; there are no HSMs')
    expect(banner({ ...facts, simulatedClusters: 0 })).not.toContain('CloudHSM')
  })

  it('says that the console is off', () => {
    expect(banner({ ...facts, console: false })).toContain('--no-console')
    expect(banner({ ...facts, console: false })).not.toContain('PASSWORD')
  })

  it('needs no secrets in open mode', () => {
    const text = banner({ ...facts, auth: 'open' })
    expect(text).toContain('AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=any aws kms create-key')
    expect(text).not.toContain('SECRETKEY')
  })
})
