import { shapeOf } from '#model/schema.ts'
import type { Shape, StringShape } from '#model/schema-types.ts'
import { isObject, type Json } from './values.ts'

/*
 * AWS's texts for the constraints of the model, told apart from the server's own reading of it: that they agree is
 * what the fuzz test finds out.
 */

interface Constraint {
  readonly text: string
  readonly isBroken: boolean
}

/** The texts of the constraints that a value of the right JSON type breaks; of lists and maps too, but not of structures. */
export function brokenTexts(type: string, value: Json): readonly string[] {
  return constraintsOn(shapeOf(type), value).flatMap(({ text, isBroken }) => (isBroken ? [text] : []))
}

function constraintsOn(shape: Shape, value: Json): readonly Constraint[] {
  switch (shape.type) {
    case 'string':
      return onString(shape, String(value))
    case 'blob':
      return onLength(shape, Buffer.from(String(value), 'base64').length)
    case 'integer':
      return bounds(shape, Number(value), 'value')
    case 'list':
      return Array.isArray(value) ? [...onLength(shape, value.length), ...onMembers(shape.member, value)] : []
    case 'map':
      return isObject(value)
        ? [
            onEvery('Map keys must satisfy constraint', shape.key, Object.keys(value)),
            onEvery('Map value must satisfy constraint', shape.value, Object.values(value)),
          ]
        : []
    default:
      return []
  }
}

/** Members that are structures are told one by one, with paths of their own. */
function onMembers(type: string, members: readonly Json[]): readonly Constraint[] {
  return shapeOf(type).type === 'structure' ? [] : [onEvery('Member must satisfy constraint', type, members)]
}

function onEvery(words: string, type: string, values: readonly Json[]): Constraint {
  const shape = shapeOf(type)
  const texts = constraintsOn(shape, shape.type === 'string' ? '' : 0).map(({ text }) => text)
  return {
    text: `${words}: [${[...texts, 'Member must not be null'].join(', ')}]`,
    isBroken: values.some((value) => brokenTexts(type, value).length > 0),
  }
}

function onString(shape: StringShape, value: string): readonly Constraint[] {
  const { pattern, enum: values } = shape
  return [
    ...onLength(shape, [...value].length),
    ...(pattern === undefined
      ? []
      : [
          {
            text: `Member must satisfy regular expression pattern: ${pattern}`,
            isBroken: new RegExp(`^(?:${pattern})$`).exec(value)?.[0] !== value,
          },
        ]),
    ...(values === undefined
      ? []
      : [{ text: `Member must satisfy enum value set: [${values.join(', ')}]`, isBroken: !values.includes(value) }]),
  ]
}

const onLength = (shape: Bounds, length: number) => bounds(shape, length, 'length')

interface Bounds {
  readonly min?: number
  readonly max?: number
}

function bounds({ min, max }: Bounds, size: number, what: string): readonly Constraint[] {
  const text = (word: string, bound: number) => `Member must have ${what} ${word} than or equal to ${bound}`
  return [
    ...(max === undefined ? [] : [{ text: text('less', max), isBroken: size > max }]),
    ...(min === undefined ? [] : [{ text: text('greater', min), isBroken: size < min }]),
  ]
}
