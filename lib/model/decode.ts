import { fromBase64, fromUtf8 } from '#kernel/bytes.ts'
import { ServiceError } from '#kernel/service-error.ts'
import { perShape } from './schema.ts'
import type { MapShape, Shape, StructureShape } from './schema-types.ts'

type Decoder = (value: unknown) => unknown

/**
 * Reads a request body (AWS JSON 1.1) as a value of a shape: types are right afterwards, constraints are not yet checked. An empty body
 * is `{}`, a null member is absent, unknown members are ignored. Throws SerializationException; what AWS answers
 * without a message (a body that is not JSON, or not an object) has none here.
 */
export function decodeBody(shape: string, body: Uint8Array): unknown {
  return decoderOf(shape)(parse(body))
}

function parse(body: Uint8Array): unknown {
  if (body.length === 0) return {}
  const value = parseJson(fromUtf8(body))
  if (typeof value !== 'object' || value === null) throw refused()
  return value
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) throw refused()
  try {
    return JSON.parse(text)
  } catch {
    throw refused()
  }
}

const decoderOf = perShape(compile)

function compile(shape: Shape): Decoder {
  switch (shape.type) {
    case 'string':
      return decodeString
    case 'blob':
      return decodeBlob
    case 'boolean':
      return decodeBoolean
    case 'integer':
      return decodeInteger
    case 'timestamp':
      return decodeTimestamp
    case 'list':
      return listDecoder(decoderOf(shape.member))
    case 'map':
      return mapDecoder(shape)
    case 'structure':
      return structureDecoder(shape)
  }
}

/** Lone surrogates stay: whoever needs well-formed text asks `isWellFormed`. */
function decodeString(value: unknown): string {
  if (typeof value !== 'string') throw unconvertible(value, 'a String')
  return value
}

function decodeBlob(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? fromBase64(value) : undefined
  // AWS has been seen to repeat the text here; a plaintext must not end up in a message.
  if (bytes === undefined) throw unconvertible(value, 'a Blob')
  return bytes
}

function decodeBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw unconvertible(value, 'an Boolean')
  return value
}

/** 32 bits. AWS cuts off a fraction; here it is refused. */
function decodeInteger(value: unknown): number {
  if (typeof value !== 'number' || (value | 0) !== value) throw unconvertible(value, 'an Integer')
  return value
}

const MAX_DATE = 8.64e15

/** Epoch seconds, with decimals, to milliseconds. */
function decodeTimestamp(value: unknown): number {
  const millis = typeof value === 'number' ? Math.round(value * 1000) : Number.NaN
  if (!(Math.abs(millis) <= MAX_DATE)) throw unconvertible(value, 'a Timestamp')
  return millis
}

function listDecoder(decodeMember: Decoder): Decoder {
  return (value) => {
    if (!Array.isArray(value)) throw misplaced(value, 'Expected list or null')
    return value.map(decodeMember)
  }
}

/** Every key survives, `__proto__` too: JSON.parse makes it a property of its own, and a Map has no others. */
function mapDecoder(shape: MapShape): Decoder {
  const decodeValue = decoderOf(shape.value)
  return (value) => {
    if (!isJsonObject(value)) throw misplaced(value, 'Expected map or null')
    return new Map(Object.entries(value).map(([key, item]) => [key, decodeValue(item)]))
  }
}

function structureDecoder(shape: StructureShape): Decoder {
  const members = Object.entries(shape.members).map(([name, type]) => ({ name, decode: decoderOf(type) }))
  return (value) => {
    if (!isJsonObject(value)) throw misplaced(value, 'Expected null')
    const decoded: Record<string, unknown> = {}
    for (const { name, decode } of members) {
      const member = value[name]
      if (member !== undefined && member !== null) decoded[name] = decode(member)
    }
    return decoded
  }
}

function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(message = ''): ServiceError {
  return new ServiceError('SerializationException', message)
}

/**
 * The texts of AWS's JSON services (DynamoDB, Athena, SQS) for a value of the wrong JSON type. KMS's own are not
 * recorded; the one for null in a list or map is ours.
 */
function misplaced(value: unknown, scalarText: string): ServiceError {
  if (value === null) return refused('NULL_VALUE found where not expected')
  if (Array.isArray(value)) return refused('Start of list found where not expected')
  if (typeof value === 'object') return refused('Start of structure or map found where not expected.')
  return refused(scalarText)
}

function unconvertible(value: unknown, target: string): ServiceError {
  const kind = typeof value === 'boolean' ? String(value) : typeof value
  return misplaced(value, `${kind.toUpperCase()}_VALUE can not be converted to ${target}`)
}
