import type { OperationName } from './api.ts'
import { shapes as cloudTrailShapes } from './cloudtrail/shapes.ts'
import type { Shape, StructureShape } from './schema-types.ts'
import { operations, shapes } from './shapes.ts'

export function isOperationName(name: string): name is OperationName {
  return name in operations
}

/** A shape of AWS KMS, or of another service by its qualified name. Throws for a name that is not in the model. */
export function shapeOf(name: string): Shape {
  const shape = shapes[name] ?? cloudTrailShapes[name]
  if (shape === undefined) throw new Error(`no shape ${name} in the model`)
  return shape
}

export function inputShape(operation: OperationName): StructureShape {
  const { input } = operations[operation]
  const shape = shapeOf(input)
  if (shape.type !== 'structure') throw new Error(`${input} is not a structure`)
  return shape
}

/** The shape of one member of an operation's input; undefined when it has no such member. */
export function memberShape(operation: OperationName, member: string): Shape | undefined {
  const { members } = inputShape(operation)
  const name = Object.hasOwn(members, member) ? members[member] : undefined
  return name === undefined ? undefined : shapeOf(name)
}

/** Whether values of this shape, or anything in them, are marked sensitive by AWS: never logged, never echoed. */
export function isSensitive(shape: Shape): boolean {
  switch (shape.type) {
    case 'string':
    case 'blob':
      return shape.sensitive === true
    case 'list':
      return isSensitive(shapeOf(shape.member))
    case 'map':
      return isSensitive(shapeOf(shape.key)) || isSensitive(shapeOf(shape.value))
    case 'structure':
      return Object.values(shape.members).some((name) => isSensitive(shapeOf(name)))
    default:
      return false
  }
}

/** `KeyId` → `keyId`, as AWS writes members in messages and in CloudTrail. */
export function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Compiles each shape once, when it is first asked for by name. */
export function perShape<T>(compile: (shape: Shape) => T): (name: string) => T {
  const compiled = new Map<string, T>()
  return (name) => {
    const known = compiled.get(name)
    if (known !== undefined) return known
    const made = compile(shapeOf(name))
    compiled.set(name, made)
    return made
  }
}
