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
  const options = Object.entries(input).map(([name, value]) =>
    value === true ? `--${kebab(name)}` : `--${kebab(name)} ${shellValue(value)}`,
  )
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
  readonly spec: string
  readonly usage: string
  readonly origin: string
  readonly multiRegion: boolean
  readonly alias: string
  readonly description: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly rotationPeriodInDays?: number | undefined
  readonly policy?: string | undefined
}

/** The Terraform resources of a key and its alias; imported material makes it one of another type. */
export function terraformSnippet(key: TerraformKey): string {
  const external = key.origin === 'EXTERNAL'
  const type = external ? 'aws_kms_external_key' : 'aws_kms_key'
  const isDefault = key.spec === 'SYMMETRIC_DEFAULT'
  const attributes: readonly (readonly [name: string, value: string | undefined | false])[] = [
    ['description', key.description !== '' && hcl(key.description)],
    ['key_usage', !isDefault && hcl(key.usage)],
    [external ? 'key_spec' : 'customer_master_key_spec', !isDefault && hcl(key.spec)],
    ['multi_region', key.multiRegion && 'true'],
    ['enable_key_rotation', key.rotationPeriodInDays !== undefined && 'true'],
    ['rotation_period_in_days', key.rotationPeriodInDays !== undefined && String(key.rotationPeriodInDays)],
    ['policy', key.policy !== undefined && 'file("key-policy.json")'],
    ['tags', key.tags.length > 0 && hclMap(key.tags)],
  ]
  const resource = hclBlock(type, attributes)
  if (key.alias === '') return resource
  const alias = hclBlock('aws_kms_alias', [
    ['name', hcl(key.alias)],
    ['target_key_id', `${type}.this.${external ? 'id' : 'key_id'}`],
  ])
  return `${resource}\n\n${alias}`
}

/** A resource with the attributes that it has, their values in one column. */
function hclBlock(type: string, all: readonly (readonly [name: string, value: string | undefined | false])[]): string {
  const attributes = all.flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  if (attributes.length === 0) return `resource "${type}" "this" {}`
  const width = Math.max(...attributes.map(([name]) => name.length))
  const lines = attributes.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`)
  return [`resource "${type}" "this" {`, ...lines, '}'].join('\n')
}

function hclMap(tags: TerraformKey['tags']): string {
  return ['{', ...tags.map((tag) => `    ${hcl(tag.key)} = ${hcl(tag.value)}`), '  }'].join('\n')
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
