import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { specsFor } from '../key-specs.ts'
import { offlineUses } from './offline.ts'

it.each(['SIGN_VERIFY', 'KEY_AGREEMENT', 'ENCAPSULATE_DECAPSULATE'])('every spec for %s has its lines', (usage) => {
  for (const { spec } of specsFor(usage, 'cn-north-1')) {
    expect(offlineUses({ usage, spec })[0]?.text).toContain('openssl')
  }
})

it('keys without a public half have none', () => {
  expect(offlineUses({ usage: 'GENERATE_VERIFY_MAC', spec: 'HMAC_256' })).toEqual([])
})

const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).startsWith('OpenSSL 3')
  } catch {
    return false
  }
})()

it.runIf(hasOpenssl).each([
  ['ECC_NIST_P256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'sha256', {}],
  ['ECC_NIST_P521', generateKeyPairSync('ec', { namedCurve: 'P-521' }), 'sha512', {}],
  ['RSA_2048', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256', { padding: 6, saltLength: 32 }],
  ['ECC_NIST_EDWARDS25519', generateKeyPairSync('ed25519'), undefined, {}],
] as const)('what is shown for %s verifies a signature', (spec, { publicKey, privateKey }, hash, options) => {
  const folder = mkdtempSync(join(tmpdir(), 'keystead-offline-'))
  const message = Buffer.from('hello')
  writeFileSync(join(folder, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  writeFileSync(join(folder, 'message.bin'), message)
  writeFileSync(join(folder, 'signature.bin'), sign(hash, message, { key: privateKey, ...options }))
  const [use] = offlineUses({ usage: 'SIGN_VERIFY', spec })
  const answer = execFileSync('sh', ['-c', use?.text ?? 'false'], { cwd: folder, encoding: 'utf8' })
  expect(answer).toMatch(/Verified OK|Signature Verified Successfully/)
})
