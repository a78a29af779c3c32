import { execFileSync } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { cliSnippet, javascriptSnippet, pythonSnippet, terraformCallSnippet, terraformSnippet } from './snippets.ts'

const target = { endpoint: 'http://127.0.0.1:3000', region: 'us-east-1' }
const call = { operation: 'CreateKey', input: { Description: "it's", Tags: [{ TagKey: 'a', TagValue: 'b' }] } }

describe('a call', () => {
  it('is one shell command, quoted so that no value can end it', () => {
    expect(cliSnippet(call, target)).toBe(
      [
        'aws kms create-key',
        "--description 'it'\\''s'",
        `--tags '[{"TagKey":"a","TagValue":"b"}]'`,
        '--endpoint-url http://127.0.0.1:3000',
        '--region us-east-1',
      ].join(' \\\n  '),
    )
  })

  it('is a command of the SDK for JavaScript', () => {
    expect(javascriptSnippet({ operation: 'EnableKey', input: { KeyId: 'k' } }, target)).toContain(
      'new EnableKeyCommand({\n  KeyId: "k"\n})',
    )
  })

  it('is a call of boto3', () => {
    expect(pythonSnippet({ operation: 'GenerateDataKey', input: { KeyId: 'k', DryRun: true } }, target)).toContain(
      'kms.generate_data_key(\n    KeyId="k",\n    DryRun=True,\n)',
    )
  })
})

it('what only looks like a word of Python stays what it is inside of text', () => {
  const input = { Policy: '{"a": true, "b": "\\"null"}', DryRun: false }
  const text = pythonSnippet({ operation: 'Encrypt', input }, target)
  expect(text).toContain(`Policy=${JSON.stringify(input.Policy)},`)
  expect(text).toContain('DryRun=False,')
})

it('a flag of the CLI has no value', () => {
  expect(cliSnippet({ operation: 'CreateKey', input: { MultiRegion: true } }, target)).toContain('--multi-region \\\n')
})

describe('a Terraform key', () => {
  const plain = {
    ...{ spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS', multiRegion: false },
    ...{ alias: '', description: '', tags: [] },
  }

  it('is one line when nothing is set', () => {
    expect(terraformSnippet(plain)).toBe('resource "aws_kms_key" "this" {}')
  })

  it('has its alias beside it, and no value can begin a template', () => {
    const template = ['$', '{x}'].join('')
    const text = terraformSnippet({ ...plain, alias: 'alias/a', description: template, rotationPeriodInDays: 90 })
    expect(text).toContain(`description             = "$${template}"`)
    expect(text).toContain('rotation_period_in_days = 90')
    expect(text).toContain('name          = "alias/a"')
  })

  it('brings its policy as it stands, and the key store that it is in', () => {
    const variable = ['$', '{aws:x}'].join('')
    const text = terraformSnippet({
      ...plain,
      policy: `{\n  "a": "${variable}"\n}`,
      keyStoreId: 'cks-1',
      xksKeyId: 'k1',
    })
    expect(text).toContain(`policy              = <<-POLICY\n{\n  "a": "$${variable}"\n}\nPOLICY`)
    expect(text).toContain('custom_key_store_id = "cks-1"')
    expect(text).toContain('xks_key_id          = "k1"')
  })

  it('says its kind where that is not the ordinary one', () => {
    const text = terraformSnippet({ ...plain, spec: 'RSA_2048', usage: 'SIGN_VERIFY', multiRegion: true })
    expect(text).toContain('key_usage                = "SIGN_VERIFY"')
    expect(text).toContain('customer_master_key_spec = "RSA_2048"')
    expect(text).toContain('multi_region             = true')
  })

  it('is of another type when its material is imported', () => {
    const text = terraformSnippet({ ...plain, spec: 'HMAC_256', origin: 'EXTERNAL', alias: 'alias/a' })
    expect(text).toContain('resource "aws_kms_external_key" "this" {')
    expect(text).toContain('key_spec  = "HMAC_256"')
    expect(text).toContain('target_key_id = aws_kms_external_key.this.id')
  })
})

describe('a call with bytes and hostile text', () => {
  const hostile = `it's "a": $(rm -rf /) \`x\` \\ true\n-- ${'$'}{x}`
  const input = {
    KeyId: 'alias/a',
    Plaintext: Uint8Array.of(0xfb, 0xff, 0xfe),
    EncryptionContext: JSON.parse(JSON.stringify({ [hostile]: hostile }).replace('{', '{"__proto__":"x",')),
    GrantTokens: ['t'],
    DryRun: true,
  }
  const encrypt = { operation: 'Encrypt', input }

  it('is one command that a shell reads as it was meant', () => {
    const line = cliSnippet(encrypt, target).replace('aws kms', 'printf "%s\\0"')
    const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0')
    expect(words.slice(0, 8)).toEqual([
      ...['encrypt', '--key-id', 'alias/a', '--plaintext', '+//+', '--encryption-context'],
      ...[JSON.stringify(input.EncryptionContext), '--grant-tokens'],
    ])
    expect(words).toContain('--dry-run')
  })

  it('has its bytes in files where that is asked', () => {
    const text = cliSnippet(encrypt, target, 'files')
    expect(text).toContain("printf %s '+//+' | base64 --decode > plaintext.bin\naws kms encrypt")
    expect(text).toContain('--plaintext fileb://plaintext.bin')
  })

  it('is JavaScript that makes the same input', () => {
    const [, literal = ''] = /EncryptCommand\(([\s\S]*)\)\)$/.exec(javascriptSnippet(encrypt, target)) ?? []
    const made = runInNewContext(`(${literal})`, { Buffer })
    expect(Buffer.from(made.Plaintext)).toEqual(Buffer.from(input.Plaintext))
    expect(JSON.stringify(made.EncryptionContext)).toBe(JSON.stringify(input.EncryptionContext))
    expect(made.DryRun).toBe(true)
  })

  it('is Python with words only where they are no text', () => {
    const text = pythonSnippet(encrypt, target)
    expect(text).toContain('import base64\n')
    expect(text).toContain('    Plaintext=base64.b64decode("+//+"),')
    expect(text).toContain('"__proto__": "x"')
    expect(text).toContain('true\\n--')
    expect(text).toContain('    DryRun=True,')
  })
})

describe('Terraform', () => {
  it('encrypts text by a resource and decrypts by a data source', () => {
    const context = { EncryptionContext: { purpose: 'x' } }
    const encrypt = { KeyId: 'alias/a', Plaintext: new TextEncoder().encode(`${'$'}{x}`), ...context }
    expect(terraformCallSnippet({ operation: 'Encrypt', input: encrypt })).toContain(`plaintext = "$${'$'}{x}"`)
    const decrypt = { CiphertextBlob: Uint8Array.of(1), ...context }
    expect(terraformCallSnippet({ operation: 'Decrypt', input: decrypt })).toContain('payload = "AQ=="')
  })

  it('has no form for other calls', () => {
    expect(terraformCallSnippet({ operation: 'Sign', input: {} })).toBeUndefined()
  })

  it.each([{ DryRun: true }, { GrantTokens: ['t'] }])('has no form for a call with %j', (more) => {
    const encrypt = { KeyId: 'alias/a', Plaintext: Uint8Array.of(0x61), ...more }
    expect(terraformCallSnippet({ operation: 'Encrypt', input: encrypt })).toBeUndefined()
    const decrypt = { CiphertextBlob: Uint8Array.of(1), ...more }
    expect(terraformCallSnippet({ operation: 'Decrypt', input: decrypt })).toBeUndefined()
  })

  it('has no form for a plaintext that is no text', () => {
    const input = { KeyId: 'alias/a', Plaintext: Uint8Array.of(0xfb, 0xff, 0xfe) }
    expect(terraformCallSnippet({ operation: 'Encrypt', input })).toBeUndefined()
  })
})
