import { type Literal, print } from './print.ts'
import { type ApiModel, type Reference, required, type SourceShape, sortedEntries } from './source.ts'

/** lib/model/shapes.ts: the operations and every shape that they reach, without the exceptions. */
export function renderShapes(api: ApiModel): string {
  const operations = sortedEntries(api.operations).map(([name, { input, output, errors }]): [string, Literal] => [
    name,
    { input: input.shape, ...(output && { output: output.shape }), errors: errors.map((error) => error.shape) },
  ])
  const shapes = sortedEntries(api.shapes)
    .filter(([name]) => reached(api).has(name))
    .map(([name, shape]): [string, Literal] => [name, shapeLiteral(shape)])
  return `import type { OperationName } from './api.ts'
import type { OperationModel, Shape } from './schema-types.ts'
import { table } from './table.ts'

/** Input, output and modelled errors of each operation. Without an output, a success has an empty body. */
export const operations = table<Readonly<Record<OperationName, OperationModel>>>(${print(Object.fromEntries(operations))})

/** Every shape that an operation reaches, by its name in the AWS model. */
export const shapes = table<Readonly<Record<string, Shape>>>(${print(Object.fromEntries(shapes))})
`
}

/** Names of the shapes that the inputs and outputs of the operations consist of. */
export function reached(api: ApiModel): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (reference: Reference): void => {
    if (names.has(reference.shape)) return
    names.add(reference.shape)
    const shape = required(api.shapes[reference.shape], `shape ${reference.shape}`)
    parts(shape).forEach(visit)
  }
  for (const { input, output } of Object.values(api.operations)) [input, ...(output ? [output] : [])].forEach(visit)
  return names
}

function parts({ member, key, value, members }: SourceShape): readonly Reference[] {
  return [member, key, value, ...Object.values(members ?? {})].filter((part) => part !== undefined)
}

function shapeLiteral(shape: SourceShape): Literal {
  const { type, min, max, pattern, sensitive, member, key, value, members } = shape
  return {
    type,
    min,
    max,
    pattern,
    enum: shape.enum,
    sensitive,
    member: member?.shape,
    key: key?.shape,
    value: value?.shape,
    members: members && Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, shape])),
    required: shape.required,
  }
}
