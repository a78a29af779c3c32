import { type Literal, print } from './print.ts'
import { type ApiModel, type Reference, required, type SourceShape, sortedEntries } from './source.ts'

/** Where the model of a service goes, and what its shapes are called there. */
export interface ModelPlace {
  /** `AWS KMS`. */
  readonly service: string
  /** From its folder to lib/model. */
  readonly root: string
  /** Before the name of each shape. */
  readonly prefix: string
  /** The type argument of its operations' error codes, where they are not those of AWS KMS. */
  readonly errorCodes: string
}

/** shapes.ts: the operations and every shape that they reach, without the exceptions. */
export function renderShapes(api: ApiModel, { root, prefix, errorCodes }: ModelPlace): string {
  const named = (name: string) => prefix + name
  const operations = sortedEntries(api.operations).map(([name, { input, output, errors }]): [string, Literal] => [
    name,
    {
      input: named(input.shape),
      ...(output && { output: named(output.shape) }),
      errors: errors.map((error) => error.shape),
    },
  ])
  const shapes = sortedEntries(api.shapes)
    .filter(([name]) => reached(api).has(name))
    .map(([name, shape]): [string, Literal] => [named(name), shapeLiteral(shape, named)])
  const imports = [
    ['./api.ts', 'type { OperationName }'],
    [`${root}/schema-types.ts`, 'type { OperationModel, Shape }'],
    [`${root}/table.ts`, '{ table }'],
  ]
    .sort()
    .map(([path, names]) => `import ${names} from '${path}'\n`)
  return `${imports.join('')}
/** Input, output and modelled errors of each operation. Without an output, a success has an empty body. */
export const operations = table<Readonly<Record<OperationName, OperationModel${errorCodes}>>>(${print(Object.fromEntries(operations))})

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

function shapeLiteral(shape: SourceShape, named: (name: string) => string): Literal {
  const { type, min, max, pattern, sensitive, member, key, value, members } = shape
  return {
    type,
    min,
    max,
    pattern,
    enum: shape.enum,
    sensitive,
    member: member && named(member.shape),
    key: key && named(key.shape),
    value: value && named(value.shape),
    members: members && Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, named(shape)])),
    required: shape.required,
  }
}
