import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateKeyCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, kmsOf, textOf, utf8 } from './clients.ts'
import { aws as awsOf, environmentOf, hasAws, run, runs } from './programs.ts'

const hasBoto3 = runs('python3', '-c', 'import boto3')

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

const aws = (...args: string[]) => awsOf(server, ...args)

async function newKey(): Promise<string> {
  const { KeyMetadata } = await kmsOf(server).send(new CreateKeyCommand({}))
  return KeyMetadata?.KeyId ?? ''
}

describe.skipIf(!hasAws)('the AWS CLI (skipped where there is no `aws`)', () => {
  it('makes a key, and every member of the answer reads back', async () => {
    const made = await aws('kms', 'create-key', '--description', 'by cli')
    expect(made).toMatchObject({ KeyMetadata: { AWSAccountId: ACCOUNT, Description: 'by cli', KeyState: 'Enabled' } })
    const { KeyMetadata } = made as { KeyMetadata: { KeyId: string } }
    expect(await aws('kms', 'describe-key', '--key-id', KeyMetadata.KeyId)).toEqual(made)
  })

  it('seals what the SDK opens, and opens what the SDK sealed', async () => {
    const KeyId = await newKey()
    const file = join(server.dataDir, 'plaintext')
    writeFileSync(file, 'by cli')
    const sealed = await aws(
      'kms',
      'encrypt',
      '--key-id',
      KeyId,
      '--plaintext',
      `fileb://${file}`,
      '--encryption-context',
      'a=b',
    )
    const CiphertextBlob = Buffer.from((sealed as { CiphertextBlob: string }).CiphertextBlob, 'base64')
    const opened = await kmsOf(server).send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }))
    expect(textOf(opened.Plaintext)).toBe('by cli')

    const bySdk = await kmsOf(server).send(new EncryptCommand({ KeyId, Plaintext: utf8('by sdk') }))
    writeFileSync(file, bySdk.CiphertextBlob ?? '')
    const back = await aws('kms', 'decrypt', '--ciphertext-blob', `fileb://${file}`)
    expect(Buffer.from((back as { Plaintext: string }).Plaintext, 'base64').toString()).toBe('by sdk')
  })

  it('takes an answer without a body', async () => {
    const KeyId = await newKey()
    expect(await aws('kms', 'disable-key', '--key-id', KeyId)).toBeUndefined()
    expect(await aws('kms', 'describe-key', '--key-id', KeyId)).toMatchObject({ KeyMetadata: { Enabled: false } })
  })

  it('shows errors by their names', async () => {
    const failed = aws('kms', 'describe-key', '--key-id', 'alias/none')
    await expect(failed).rejects.toThrow('An error occurred (NotFoundException) when calling the DescribeKey operation')
    const wrong = run('aws', ['kms', 'list-keys', '--endpoint-url', server.url], {
      env: { ...environmentOf(server), AWS_SECRET_ACCESS_KEY: 'wrong' },
    })
    await expect(wrong).rejects.toThrow('InvalidSignatureException')
  })

  it('learns who it is', async () => {
    expect(await aws('sts', 'get-caller-identity')).toEqual({
      UserId: ACCOUNT,
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    })
  })
})

describe.skipIf(!hasAws)('the command of the start-up message (skipped where there is no `aws`)', () => {
  it('works as pasted, at the first start and at later ones', async () => {
    const unset = ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'PASSWORD'].map((name) => [`KEYSTEAD_ADMIN_${name}`, ''])
    await using fresh = await startServer({ console: false, env: Object.fromEntries(unset) })
    const paste = async () => {
      const command = /^ *(AWS_.* aws kms create-key .*)$/m.exec(fresh.log())?.[1] ?? 'false'
      const { stdout } = await run('sh', ['-c', command], {
        env: { NODE_ENV: 'test', PATH: process.env.PATH, HOME: fresh.dataDir, AWS_DEFAULT_OUTPUT: 'json' },
      })
      return JSON.parse(stdout)
    }
    expect(await paste()).toMatchObject({ KeyMetadata: { AWSAccountId: ACCOUNT } })
    await fresh.restart()
    expect(await paste()).toMatchObject({ KeyMetadata: { AWSAccountId: ACCOUNT } })
  })
})

const BOTO3 = `
import boto3, json, sys
kms = boto3.client('kms', endpoint_url=sys.argv[1])
sts = boto3.client('sts', endpoint_url=sys.argv[1])
key = kms.create_key(Tags=[{'TagKey': 'a', 'TagValue': 'b'}])['KeyMetadata']['KeyId']
sealed = kms.encrypt(KeyId=key, Plaintext=b'by boto3', EncryptionContext={'a': 'b'})
opened = kms.decrypt(CiphertextBlob=sealed['CiphertextBlob'], EncryptionContext={'a': 'b'})
pages = [p for p in kms.get_paginator('list_keys').paginate(PaginationConfig={'PageSize': 1})]
try:
    kms.decrypt(CiphertextBlob=sealed['CiphertextBlob'])
    failed = None
except kms.exceptions.InvalidCiphertextException as e:
    failed = e.response['Error']['Code']
kms.enable_key_rotation(KeyId=key)
print(json.dumps({
    'plaintext': opened['Plaintext'].decode(), 'failed': failed,
    'listed': any(k['KeyId'] == key for p in pages for k in p['Keys']),
    'rotation': kms.get_key_rotation_status(KeyId=key)['KeyRotationEnabled'],
    'arn': sts.get_caller_identity()['Arn'],
}))
`

describe.skipIf(!hasBoto3)('boto3 (skipped where python3 has none)', () => {
  it('works unmodified', async () => {
    const { stdout } = await run('python3', ['-c', BOTO3, server.url], { env: environmentOf(server) })
    expect(JSON.parse(stdout)).toEqual({
      plaintext: 'by boto3',
      failed: 'InvalidCiphertextException',
      listed: true,
      rotation: true,
      arn: `arn:aws:iam::${ACCOUNT}:root`,
    })
  })
})
