import { sample } from '#model/sample.ts'
import { isSensitive, shapeOf } from '#model/schema.ts'
import type { Shape, StringShape } from '#model/schema-types.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Instead of the model's first value, which would have RSA keys made. */
const CHEAP: Readonly<Record<string, string>> = {
  CustomerMasterKeySpec: 'ECC_NIST_P256',
  DataKeyPairSpec: 'ECC_NIST_P256',
  KeySpec: 'ECC_NIST_P256',
}

const SECOND = 1000

/** A value that the model takes, as JSON; structures have all their members. */
export function jsonSample(type: string): Json {
  const shape = shapeOf(type)
  const value = sample(type, true)
  switch (shape.type) {
    case 'blob':
      return base64(shape.min ?? 0)
    case 'timestamp':
      return Number(value) / SECOND
    case 'list':
      return [jsonSample(shape.member)]
    case 'map':
      return { [String(jsonSample(shape.key))]: jsonSample(shape.value) }
    case 'structure':
      return Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, jsonSample(member)]))
    default:
      return CHEAP[type] ?? (value as string | number | boolean)
  }
}

export const base64 = (length: number) => Buffer.alloc(length, 7).toString('base64')

/** Values of every JSON type but those that the shape is written as, and texts and numbers that it is not. */
export function misfits({ type }: Shape): readonly Json[] {
  switch (type) {
    case 'string':
      return [7, true, [], {}]
    case 'blob':
      return [7, true, [], {}, 'not base64!', 'aGk', 'aGk=\n']
    case 'integer':
      return ['7', true, [], {}, 1.5, 2 ** 31, -(2 ** 31) - 1, 1e300]
    case 'timestamp':
      return ['2026-01-01T00:00:00Z', true, [], {}, 1e300]
    case 'boolean':
      return ['true', 1, [], {}]
    case 'list':
      return ['text', 7, true, {}]
    case 'map':
    case 'structure':
      return ['text', 7, true, []]
  }
}

/** Texts that a careless server stumbles over. */
const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u{1F511}',
  '__proto__',
  'constructor',
  "'; --",
  '../../etc/passwd',
  'é',
]
const ODD_KEY_IDS = [
  ...['alias/', 'alias/none', 'alias/aws/', 'alias/aws/none', 'arn:', 'arn:aws:kms', 'arn:aws:kms:us-east-1:1:key/a'],
  ...['arn:aws:kms:us-east-1:111122223333:key/', 'arn:aws:kms:us-east-1:111122223333:alias/', 'mrk-', 'mrk-a'],
  ...['arn:aws:kms:moon-north-1:111122223333:key/a', 'arn:aws:iam::111122223333:root', ':::::::', 'key/a'],
  ...['1234abcd-12ab-34cd-56ef-1234567890ab', '1234ABCD-12AB-34CD-56EF-1234567890AB', `mrk-${'0'.repeat(32)}`],
]
const ODD_POLICIES = [
  ...['{', '{}', '[]', 'null', '"text"', '7', '[{}]', '{"Statement":null}', '{"Version":"2012-10-17","Statement":[]}'],
  ...['{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}', '['.repeat(20_000)],
  ...['{"Statement":{"Effect":"Allow","Principal":{"AWS":{}},"Action":[[]],"Resource":{}}}', '{"__proto__":{}}'],
  `{"Version":"2012-10-17","Statement":[${'{"Effect":"Deny"},'.repeat(1000)}{}]}`,
]
const ODD_BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  ArnType: ODD_KEY_IDS,
  KeyIdType: ODD_KEY_IDS,
  NullableRegionType: ['', 'us-east-1', 'moon-north-1'],
  PolicyType: ODD_POLICIES,
  PrincipalIdType: ['*', 'arn:aws:iam::1:root', 'arn:aws:iam::444455556666:role/none', 'ec2.amazonaws.com'],
  RegionType: ['us-east-1', 'eu-west-1', 'cn-north-1', 'moon-north-1', 'us-gov-west-1'],
}

const DER_STARTS = [
  '3080',
  '30820100',
  '308201',
  '3059301306072a8648ce3d020106082a8648ce3d030107',
  'ff'.repeat(64),
  '00',
]

/** Values of the right JSON type, some within the model and some not. */
export function oddValues(type: string): readonly Json[] {
  const shape = shapeOf(type)
  switch (shape.type) {
    case 'string':
      return [...ODD_TEXTS, ...(ODD_BY_TYPE[type] ?? []), ...(shape.enum ?? []).filter(isCheap)]
    case 'blob':
      return ['', ...DER_STARTS.map((hex) => Buffer.from(hex, 'hex').toString('base64'))]
    case 'integer':
      return [0, -1, -(2 ** 31), 2 ** 31 - 1]
    case 'timestamp':
      return [0, -1, 1e11, 0.001]
    case 'boolean':
      return [true, false]
    default:
      return []
  }
}

const isCheap = (value: string) => !value.startsWith('RSA_')

/** A text of so many characters, of the kind that the pattern takes where that can be told. */
export function textOfLength(shape: StringShape, valid: Json, length: number): string {
  const last = typeof valid === 'string' && shape.pattern !== undefined ? (valid.at(-1) ?? 'a') : 'a'
  const start = typeof valid === 'string' && shape.pattern !== undefined ? valid : ''
  return start.slice(0, length).padEnd(length, last)
}

/** As AWS repeats a value in a message: not at all where it is secret or binary. */
export function echo(type: string, value: Json | undefined): string {
  const shape = shapeOf(type)
  if (shape.type === 'blob' || isSensitive(shape)) return 'Value'
  return value === undefined || value === null ? 'Value null' : `Value '${print(value)}'`
}

function print(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item) => (isObject(item) ? '{}' : String(item))).join(', ')}]`
  if (!isObject(value)) return String(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}=${item}`)
    .join(', ')}}`
}

export function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
