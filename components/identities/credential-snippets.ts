import type { Target } from '../snippets.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** How programs are given new credentials, each a text to copy; `name` is that of the profile. */
export function credentialSnippets(name: string, { accessKeyId, secretAccessKey }: Credentials, target: Target) {
  const profile = `keystead-${name}`
  const settings = [
    ['aws_access_key_id', accessKeyId],
    ['aws_secret_access_key', secretAccessKey],
    ['region', target.region],
    ['endpoint_url', target.endpoint],
  ]
  const variables = [
    ['AWS_ACCESS_KEY_ID', accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
    ['AWS_REGION', target.region],
    // What boto3 and the first version of the AWS CLI read.
    ['AWS_DEFAULT_REGION', target.region],
    ['AWS_ENDPOINT_URL', target.endpoint],
  ]
  return [
    {
      value: 'profile',
      label: 'AWS CLI profile',
      text: [
        ...settings.map(([name, value]) => `aws configure set ${name} ${value} --profile ${profile}`),
        `aws kms list-keys --profile ${profile}`,
      ].join('\n'),
    },
    {
      value: 'environment',
      label: 'Environment',
      text: variables.map(([name, value]) => `export ${name}=${value}`).join('\n'),
    },
    {
      value: 'javascript',
      label: 'JavaScript',
      text: [
        "import { KMSClient } from '@aws-sdk/client-kms'",
        '',
        'const kms = new KMSClient({',
        `  endpoint: '${target.endpoint}',`,
        `  region: '${target.region}',`,
        `  credentials: { accessKeyId: '${accessKeyId}', secretAccessKey: '${secretAccessKey}' },`,
        '})',
      ].join('\n'),
    },
  ]
}

/** How an account is made without this page. The secret is the reader's to fill in. */
export function creationSnippets({ endpoint }: Pick<Target, 'endpoint'>) {
  return [
    { value: 'keystead', label: 'Keystead', text: 'npx keystead account create --name payments' },
    {
      value: 'curl',
      label: 'curl',
      text: [
        'curl -u "$KEYSTEAD_ADMIN_ACCESS_KEY_ID:$KEYSTEAD_ADMIN_SECRET_ACCESS_KEY" \\',
        `  -H 'Content-Type: application/json' -d '{"name": "payments"}' \\`,
        `  ${endpoint}/_keystead/accounts`,
      ].join('\n'),
    },
  ]
}
