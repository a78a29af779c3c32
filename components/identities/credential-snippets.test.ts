import { expect, it } from 'vitest'
import { creationSnippets, credentialSnippets } from './credential-snippets.ts'

const TARGET = { endpoint: 'http://127.0.0.1:3000', region: 'us-east-1' }
const CREATED = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a+b/c' }

it('a profile of its own gets everything that a program needs', () => {
  expect(credentialSnippets('444455556666', CREATED, TARGET).map(({ text }) => text)).toEqual([
    [
      'aws configure set aws_access_key_id AKIAEXAMPLE --profile keystead-444455556666',
      'aws configure set aws_secret_access_key a+b/c --profile keystead-444455556666',
      'aws configure set region us-east-1 --profile keystead-444455556666',
      'aws configure set endpoint_url http://127.0.0.1:3000 --profile keystead-444455556666',
      'aws kms list-keys --profile keystead-444455556666',
    ].join('\n'),
    [
      'export AWS_ACCESS_KEY_ID=AKIAEXAMPLE',
      'export AWS_SECRET_ACCESS_KEY=a+b/c',
      'export AWS_REGION=us-east-1',
      'export AWS_DEFAULT_REGION=us-east-1',
      'export AWS_ENDPOINT_URL=http://127.0.0.1:3000',
    ].join('\n'),
    [
      "import { KMSClient } from '@aws-sdk/client-kms'",
      '',
      'const kms = new KMSClient({',
      "  endpoint: 'http://127.0.0.1:3000',",
      "  region: 'us-east-1',",
      "  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a+b/c' },",
      '})',
    ].join('\n'),
  ])
})

it('the line for curl asks this server, and leaves the secret to the reader', () => {
  const curl = creationSnippets(TARGET).find(({ value }) => value === 'curl')?.text
  expect(curl).toContain('http://127.0.0.1:3000/_keystead/accounts')
  expect(curl).toContain('$KEYSTEAD_ADMIN_SECRET_ACCESS_KEY')
})
