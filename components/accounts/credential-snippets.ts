import type { CreatedAccountDto } from '#console/dto/accounts.ts'
import type { Target } from '../snippets.ts'

/** How programs are given the credentials of a new account, each a text to copy. */
export function credentialSnippets({ accountId, accessKeyId, secretAccessKey }: CreatedAccountDto, target: Target) {
  const profile = `keystead-${accountId}`
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
    ['AWS_ENDPOINT_URL', target.endpoint],
  ]
  return [
    {
      value: 'profile',
      label: 'AWS CLI profile',
      text: [
        ...settings.map(([name, value]) => `aws configure set ${name} ${value} --profile ${profile}`),
        `aws kms create-key --profile ${profile}`,
      ].join('\n'),
    },
    {
      value: 'environment',
      label: 'Environment',
      text: variables.map(([name, value]) => `export ${name}=${value}`).join('\n'),
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
