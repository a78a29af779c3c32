import { describe, expect, it } from 'vitest'
import { cliSnippet, javascriptSnippet, pythonSnippet, terraformSnippet } from './snippets.ts'

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
