import { expect, it } from 'vitest'
import type { NewKeyDto } from '#console/dto/changes.ts'
import { createCli, createJavascript, createPython } from './create-code.ts'

const target = { endpoint: 'http://127.0.0.1:3000', region: 'us-east-1' }
const form: NewKeyDto = {
  ...{ spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS', multiRegion: true },
  ...{ description: "it's", alias: 'alias/a', tags: [{ key: 't', value: 'v' }], rotationPeriodInDays: 90 },
  policy: '{"Version":"2012-10-17"}',
}

it('a key with all its parts is a script of the shell', () => {
  const text = createCli(form, target)
  expect(text).toMatch(/^KEY_ID=\$\(aws kms create-key \\\n {2}--multi-region \\\n/)
  expect(text).toContain(`--policy '{"Version":"2012-10-17"}'`)
  expect(text).toContain('--query KeyMetadata.KeyId --output text)')
  expect(text).toContain('--alias-name alias/a \\\n  --target-key-id "$KEY_ID"')
  expect(text).toContain('--key-id "$KEY_ID" \\\n  --rotation-period-in-days 90')
})

it('a key without more is one command', () => {
  const { alias: _, rotationPeriodInDays: __, policy: ___, ...plain } = form
  expect(createCli({ ...plain, alias: '' }, target)).toMatch(/^aws kms create-key/)
})

it('a key with all its parts is a program', () => {
  const javascript = createJavascript(form, target)
  expect(javascript).toContain('import { KMSClient, CreateKeyCommand, CreateAliasCommand, EnableKeyRotationCommand }')
  expect(javascript).toContain('const { KeyMetadata } = await kms.send(new CreateKeyCommand({')
  expect(javascript).toContain('TargetKeyId: KeyMetadata.KeyId')
  const python = createPython(form, target)
  expect(python).toContain('key_id = kms.create_key(\n    MultiRegion=True,')
  expect(python).toContain(')["KeyMetadata"]["KeyId"]')
  expect(python).toContain('TargetKeyId=key_id,')
})
