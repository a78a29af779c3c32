import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { folderPerTest } from '#testing/folder.ts'
import { federatedArns, readOidc } from './oidc.ts'

const PROVIDER = { issuer: 'https://id.example.com', clientId: 'keystead', clientSecret: 'hush' }
const ADA = 'arn:aws:iam::111122223333:user/ada'
const ROOT = 'arn:aws:iam::111122223333:root'

describe('the principals of an identity provider', () => {
  const file = folderPerTest()
  function read(text: string) {
    const principalsFile = file('principals.json')
    writeFileSync(principalsFile, text)
    return readOidc({ ...PROVIDER, principalsFile })
  }

  it('are claims, values and ARNs', () => {
    const principals = { email: { 'ada@example.com': ADA }, groups: { 'kms-admins': ROOT } }
    const settings = read(JSON.stringify(principals))
    expect(settings).toEqual({ ...PROVIDER, principals })
    expect(federatedArns(settings)).toEqual(new Set([ADA, ROOT]))
  })

  it('are none where no provider is configured', () => {
    expect(readOidc(undefined)).toBeUndefined()
    expect(federatedArns(undefined).size).toBe(0)
  })

  it.each([
    ['no JSON', 'it must be a file of JSON'],
    ['[]', 'it must be as in'],
    ['{}', 'it names no claim'],
    ['{"email": "ada"}', 'it must be as in'],
    ['{"sub": {"7": "arn:aws:iam::111122223333:role/app"}}', 'the ARN of neither a user nor a root user'],
    ['{"sub": {"7": 7}}', 'sub 7 leads to 7'],
  ])('are refused as %s', (text, fault) => {
    expect(() => read(text)).toThrow(fault)
  })

  it('are refused without their file', () => {
    expect(() => readOidc({ ...PROVIDER, principalsFile: file('missing.json') })).toThrow('cannot be read')
  })
})
