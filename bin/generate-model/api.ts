import { print, union } from './print.ts'
import { type ModelPlace, reached } from './shapes.ts'
import { type ApiModel, type Reference, required, type SourceShape, sortedEntries } from './source.ts'

/** api.ts: the types of all inputs and outputs. */
export function renderApi(api: ApiModel, { service }: ModelPlace): string {
  const names = reached(api)
  const types = sortedEntries(api.shapes)
    .filter(([name]) => names.has(name))
    .map(([name, shape]) => declaration(api, name, shape))
    .filter((text) => text !== undefined)
  const operations = sortedEntries(api.operations)
  return `import type { EpochMillis } from '#kernel/ids.ts'

/** Every operation of ${service}. */
export const operationNames = ${print(operations.map(([name]) => name))} as const

export type OperationName = (typeof operationNames)[number]

export interface Inputs {
${operations.map(([name, { input }]) => `  readonly ${name}: ${input.shape}\n`).join('')}}

/** \`void\` marks the operations that answer a success with an empty body. */
export interface Outputs {
${operations.map(([name, { output }]) => `  readonly ${name}: ${output?.shape ?? 'void'}\n`).join('')}}

export type Input<N extends OperationName> = Inputs[N]
export type Output<N extends OperationName> = Outputs[N]

${types.join('\n')}`
}

/** Structures and enums have names of their own; all else is written where it is used. */
function declaration(api: ApiModel, name: string, shape: SourceShape): string | undefined {
  if (shape.enum) return `export type ${name} =${union(shape.enum, `export type ${name} =`.length)}\n`
  if (shape.type !== 'structure') return undefined
  const members = Object.entries(shape.members ?? {})
  if (members.length === 0) return `export type ${name} = Readonly<Record<string, never>>\n`
  const lines = members.map(([member, reference]) => {
    const mark = shape.required?.includes(member) ? '' : '?'
    return `  readonly ${member}${mark}: ${typeOf(api, reference)}\n`
  })
  return `export interface ${name} {\n${lines.join('')}}\n`
}

const SCALARS = { blob: 'Uint8Array', boolean: 'boolean', integer: 'number', timestamp: 'EpochMillis' } as const

function typeOf(api: ApiModel, reference: Reference | undefined): string {
  const name = required(reference, 'a reference').shape
  const shape = required(api.shapes[name], `shape ${name}`)
  switch (shape.type) {
    case 'structure':
      return name
    case 'string':
      return shape.enum ? name : 'string'
    case 'list':
      return `readonly ${typeOf(api, shape.member)}[]`
    case 'map':
      return `ReadonlyMap<${typeOf(api, shape.key)}, ${typeOf(api, shape.value)}>`
    default:
      return SCALARS[shape.type]
  }
}
