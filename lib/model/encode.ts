import { toBase64 } from '#kernel/bytes.ts'
import { perShape } from './schema.ts'
import type { MapShape, Shape, StructureShape } from './schema-types.ts'

/** Gives JSON text; throws TypeError for a value that is not of the shape. */
type Encoder = (value: unknown) => string

/**
 * A value of a shape as the body of a success (AWS JSON 1.1), empty where there is no shape. Blobs are base64, timestamps epoch seconds
 * with milliseconds as decimals. Absent members are left out and null is never written; nor is anything that is
 * not in the model.
 */
export function encodeBody(shape: string | undefined, value: unknown): string {
  return shape === undefined ? '' : encoderOf(shape)(value)
}

const encoderOf = perShape(compile)

function compile(shape: Shape): Encoder {
  switch (shape.type) {
    case 'string':
      return encodeString
    case 'blob':
      return encodeBlob
    case 'boolean':
      return encodeBoolean
    case 'integer':
      return encodeNumber
    case 'timestamp':
      return (value) => encodeNumber(typeof value === 'number' ? value / 1000 : value)
    case 'list':
      return listEncoder(encoderOf(shape.member))
    case 'map':
      return mapEncoder(shape)
    case 'structure':
      return structureEncoder(shape)
  }
}

function encodeString(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a string')
  return JSON.stringify(value)
}

function encodeBlob(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new TypeError('not a Uint8Array')
  return `"${toBase64(value)}"`
}

function encodeBoolean(value: unknown): string {
  if (typeof value !== 'boolean') throw new TypeError('not a boolean')
  return String(value)
}

function encodeNumber(value: unknown): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError('not a finite number')
  return JSON.stringify(value)
}

function listEncoder(encodeMember: Encoder): Encoder {
  return (value) => {
    if (!Array.isArray(value)) throw new TypeError('not an array')
    return `[${value.map(encodeMember).join(',')}]`
  }
}

function mapEncoder(shape: MapShape): Encoder {
  const encodeValue = encoderOf(shape.value)
  return (value) => {
    if (!(value instanceof Map)) throw new TypeError('not a Map')
    return `{${[...value].map(([key, item]) => `${encodeString(key)}:${encodeValue(item)}`).join(',')}}`
  }
}

function structureEncoder(shape: StructureShape): Encoder {
  const members = Object.entries(shape.members).map(([name, type]) => ({
    name,
    label: `${JSON.stringify(name)}:`,
    encode: encoderOf(type),
  }))
  return (value) => {
    if (typeof value !== 'object' || value === null) throw new TypeError('not an object')
    const written: string[] = []
    for (const { name, label, encode } of members) {
      const member: unknown = Reflect.get(value, name)
      if (member !== undefined && member !== null) written.push(label + encode(member))
    }
    return `{${written.join(',')}}`
  }
}
