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

describe('a Terraform key', () => {
  it('is one line when nothing is set', () => {
    expect(terraformSnippet({ alias: '', description: '', tags: [] })).toBe('resource "aws_kms_key" "this" {}')
  })

  it('has its alias beside it, and no value can begin a template', () => {
    const template = ['$', '{x}'].join('')
    const text = terraformSnippet({ alias: 'alias/a', description: template, tags: [], rotationPeriodInDays: 90 })
    expect(text).toContain(`description             = "$${template}"`)
    expect(text).toContain('rotation_period_in_days = 90')
    expect(text).toContain('name          = "alias/a"')
  })
})
