/** A call of the API, as data. */
export interface ApiCall {
  readonly operation: string
  /** Members in AWS's names. */
  readonly input: Readonly<Record<string, unknown>>
}

export interface Target {
  readonly endpoint: string
  readonly region: string
}

export const LANGUAGES = [
  { value: 'cli', label: 'CLI' },
  { value: 'javascript', label: 'JavaScript' },
  { value: 'python', label: 'Python' },
  { value: 'terraform', label: 'Terraform' },
] as const

export type Language = (typeof LANGUAGES)[number]['value']

/** The AWS CLI line for a call, each option on a line of its own. */
export function cliSnippet({ operation, input }: ApiCall, { endpoint, region }: Target): string {
  const options = Object.entries(input).map(([name, value]) => `--${kebab(name)} ${shellValue(value)}`)
  return [`aws kms ${kebab(operation)}`, ...options, `--endpoint-url ${endpoint}`, `--region ${region}`].join(' \\\n  ')
}

export function javascriptSnippet({ operation, input }: ApiCall, { endpoint, region }: Target): string {
  return [
    `import { KMSClient, ${operation}Command } from '@aws-sdk/client-kms'`,
    '',
    `const kms = new KMSClient({ endpoint: '${endpoint}', region: '${region}' })`,
    `await kms.send(new ${operation}Command(${literal(input)}))`,
  ].join('\n')
}

export function pythonSnippet({ operation, input }: ApiCall, { endpoint, region }: Target): string {
  const members = Object.entries(input).map(([name, value]) => `    ${name}=${pythonLiteral(value)},`)
  return [
    'import boto3',
    '',
    `kms = boto3.client("kms", endpoint_url="${endpoint}", region_name="${region}")`,
    members.length === 0 ? `kms.${snake(operation)}()` : `kms.${snake(operation)}(\n${members.join('\n')}\n)`,
  ].join('\n')
}

export interface TerraformKey {
  readonly alias: string
  readonly description: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly rotationPeriodInDays?: number | undefined
  readonly policy?: string | undefined
}

/** The Terraform resources of a key and its alias. */
export function terraformSnippet(key: TerraformKey): string {
  const lines = [
    key.description && `  description             = ${hcl(key.description)}`,
    key.rotationPeriodInDays !== undefined && '  enable_key_rotation     = true',
    key.rotationPeriodInDays !== undefined && `  rotation_period_in_days = ${key.rotationPeriodInDays}`,
    key.policy !== undefined && '  policy                  = file("key-policy.json")',
    key.tags.length > 0 && '  tags = {',
    ...key.tags.map((tag) => `    ${hcl(tag.key)} = ${hcl(tag.value)}`),
    key.tags.length > 0 && '  }',
  ].filter((line) => typeof line === 'string' && line !== '')
  const resource =
    lines.length === 0
      ? 'resource "aws_kms_key" "this" {}'
      : ['resource "aws_kms_key" "this" {', ...lines, '}'].join('\n')
  if (key.alias === '') return resource
  return `${resource}\n\nresource "aws_kms_alias" "this" {\n  name          = ${hcl(key.alias)}\n  target_key_id = aws_kms_key.this.key_id\n}`
}

function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}

function snake(name: string): string {
  return kebab(name).replaceAll('-', '_')
}

function shellValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/"(\w+)":/g, '$1:')
}

function pythonLiteral(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\btrue\b/g, 'True')
    .replace(/\bfalse\b/g, 'False')
}

/** A string of Terraform's language, in which `${` and `%{` begin templates. */
function hcl(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{')
}
