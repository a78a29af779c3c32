import { toBase64, toText } from './bytes.ts'

/** A call of the API, as data. */
export interface ApiCall {
  readonly operation: string
  /** Members in AWS's names; bytes as Uint8Array. */
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

/** Whether bytes stand in a command themselves, in base64, or in files beside it. */
export type BytesIn = 'line' | 'files'

/**
 * The AWS CLI line for a call, each option on a line of its own. Version 2 of the CLI takes bytes in base64, or raw from
 * a file behind `fileb://`; for these, lines above make the files.
 */
export function cliSnippet(
  { operation, input }: ApiCall,
  { endpoint, region }: Target,
  bytesIn: BytesIn = 'line',
): string {
  const files: string[] = []
  const options = Object.entries(input).map(([name, value]) => {
    const option = kebab(name)
    if (typeof value === 'boolean') return value ? `--${option}` : `--no-${option}`
    if (!(value instanceof Uint8Array)) return `--${option} ${shellValue(value)}`
    if (bytesIn === 'line') return `--${option} ${shellValue(toBase64(value))}`
    files.push(`printf %s ${shellValue(toBase64(value))} | base64 --decode > ${option}.bin`)
    return `--${option} fileb://${option}.bin`
  })
  const command = [`aws kms ${kebab(operation)}`, ...options, `--endpoint-url ${endpoint}`, `--region ${region}`]
  return [...files, command.join(' \\\n  ')].join('\n')
}

export function javascriptSnippet(call: ApiCall, target: Target): string {
  return [javascriptClient([call], target), callLine.javascript(call)].join('\n')
}

export function pythonSnippet(call: ApiCall, target: Target): string {
  const hasBytes = Object.values(call.input).some((value) => value instanceof Uint8Array)
  return [...(hasBytes ? ['import base64', ''] : []), pythonClient(target), callLine.python(call)].join('\n')
}

/** What comes before calls. */
export function javascriptClient(calls: readonly ApiCall[], { endpoint, region }: Target): string {
  const commands = calls.map(({ operation }) => `${operation}Command`)
  return [
    `import { ${['KMSClient', ...new Set(commands)].join(', ')} } from '@aws-sdk/client-kms'`,
    '',
    `const kms = new KMSClient({ endpoint: '${endpoint}', region: '${region}' })`,
  ].join('\n')
}

export function pythonClient({ endpoint, region }: Target): string {
  return ['import boto3', '', `kms = boto3.client("kms", endpoint_url="${endpoint}", region_name="${region}")`].join(
    '\n',
  )
}

/** A call alone, by a client `kms`. */
export const callLine = {
  javascript: ({ operation, input }: ApiCall) =>
    `await kms.send(new ${operation}Command(${literal(input, JAVASCRIPT)}))`,
  python({ operation, input }: ApiCall) {
    const members = Object.entries(input).map(([name, value]) => `    ${name}=${literal(value, PYTHON, 1)},`)
    return members.length === 0 ? `kms.${snake(operation)}()` : `kms.${snake(operation)}(\n${members.join('\n')}\n)`
  },
} as const

/** How a language writes values. */
interface Dialect {
  readonly step: string
  readonly words: Readonly<Record<string, string>>
  readonly key: (name: string) => string
  readonly bytes: (base64: string) => string
  /** Behind the last member. */
  readonly end: string
}

const JAVASCRIPT: Dialect = {
  step: '  ',
  words: {},
  // In an object literal __proto__ would set the prototype instead of a member.
  key: (name) =>
    name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name),
  bytes: (text) => `Buffer.from('${text}', 'base64')`,
  end: '',
}

const PYTHON: Dialect = {
  step: '    ',
  words: { true: 'True', false: 'False', null: 'None' },
  key: (name) => JSON.stringify(name),
  bytes: (text) => `base64.b64decode("${text}")`,
  end: ',',
}

/** A value as a literal; strings are those of JSON, which both languages read alike. */
function literal(value: unknown, dialect: Dialect, depth = 0): string {
  if (value instanceof Uint8Array) return dialect.bytes(toBase64(value))
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value)
    return typeof value === 'string' ? text : (dialect.words[text] ?? text)
  }
  const members = Array.isArray(value)
    ? value.map((each) => literal(each, dialect, depth + 1))
    : Object.entries(value).map(([name, each]) => `${dialect.key(name)}: ${literal(each, dialect, depth + 1)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (members.length === 0) return `${open}${close}`
  const indent = dialect.step.repeat(depth + 1)
  return `${open}\n${members.map((each) => indent + each).join(',\n')}${dialect.end}\n${dialect.step.repeat(depth)}${close}`
}

/**
 * Terraform's form of a call on data, where it has one: a resource that encrypts text, a data source that decrypts.
 * Neither knows dry runs, and without its grant tokens a call may be denied.
 */
export function terraformCallSnippet({ operation, input }: ApiCall): string | undefined {
  if (input.DryRun || input.GrantTokens) return undefined
  const context = Object.entries(Object(input.EncryptionContext)).map(([key, value]) => ({ key, value: String(value) }))
  const hasContext = context.length > 0
  if (operation === 'Encrypt' && input.EncryptionAlgorithm === undefined && input.Plaintext instanceof Uint8Array) {
    const text = toText(input.Plaintext)
    if (text === undefined) return undefined
    return hclBlock('aws_kms_ciphertext', [
      ['key_id', hcl(String(input.KeyId))],
      ['plaintext', hcl(text)],
      ['context', hasContext && hclMap(context)],
    ])
  }
  if (
    operation === 'Decrypt' &&
    input.EncryptionAlgorithm === undefined &&
    input.CiphertextBlob instanceof Uint8Array
  ) {
    const lines = [
      '    name    = "plaintext"',
      `    payload = ${hcl(toBase64(input.CiphertextBlob))}`,
      ...(hasContext ? [`    context = ${hclMap(context).replaceAll('\n', '\n  ')}`] : []),
    ]
    return ['data "aws_kms_secrets" "this" {', '  secret {', ...lines, '  }', '}'].join('\n')
  }
  return undefined
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
  readonly keyStoreId?: string | undefined
  readonly xksKeyId?: string | undefined
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
    ['custom_key_store_id', key.keyStoreId !== undefined && hcl(key.keyStoreId)],
    ['xks_key_id', key.xksKeyId !== undefined && hcl(key.xksKeyId)],
    ['policy', key.policy !== undefined && heredoc(key.policy)],
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

function hclMap(tags: readonly { readonly key: string; readonly value: string }[]): string {
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

/** A string of Terraform's language, in which `${` and `%{` begin templates. */
function hcl(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{')
}

/** The same over several lines, as it stands. */
function heredoc(text: string): string {
  return `<<-POLICY\n${text.replace(/([$%])\{/g, '$1$1{')}\nPOLICY`
}
