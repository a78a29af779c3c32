import type { EpochMillis } from '#kernel/ids.ts'
import type { Input, OperationName } from './api.ts'
import { inputShape, shapeOf } from './schema.ts'
import type { Shape, StringShape, StructureShape } from './schema-types.ts'

/** Values for patterns that a run of `a` does not satisfy, by shape. */
const STRINGS: ReadonlyMap<string, string> = new Map([
  ['AccountIdType', '111122223333'],
  ['CloudHsmClusterIdType', 'cluster-aaaaaaaaaaa'],
  ['RegionType', 'us-east-1'],
  ['ServicePrincipalType', 'ec2.us-east-1.amazonaws.com'],
  ['XksProxyAuthenticationAccessKeyIdType', 'A'.repeat(20)],
  ['XksProxyUriEndpointType', 'https://xks.example.com'],
  ['XksProxyUriPathType', '/kms/xks/v1'],
  ['XksProxyVpcEndpointServiceNameType', 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0'],
])

/** For tests: a value of the model that satisfies all its constraints; with all optional members, or none. */
export function sample(name: string, optional: boolean): unknown {
  const shape = shapeOf(name)
  return shape.type === 'string' ? (STRINGS.get(name) ?? sampleString(shape)) : sampleOf(shape, optional)
}

/** For tests: a valid input, with all optional members or none. The resources it names do not exist. */
export function sampleInput<N extends OperationName>(operation: N, optional = false): Input<N> {
  return structure(inputShape(operation), optional) as Input<N>
}

function sampleString({ enum: values, min = 0 }: StringShape): string {
  return values?.[0] ?? 'a'.repeat(Math.max(min, 1))
}

function sampleOf(shape: Exclude<Shape, StringShape>, optional: boolean): unknown {
  switch (shape.type) {
    case 'blob':
      return new Uint8Array(shape.min ?? 0)
    case 'integer':
      return shape.min ?? 0
    case 'boolean':
      return true
    case 'timestamp':
      return 1_700_000_000_123 as EpochMillis
    case 'list':
      return [sample(shape.member, optional)]
    case 'map':
      return new Map([[sample(shape.key, optional), sample(shape.value, optional)]])
    case 'structure':
      return structure(shape, optional)
  }
}

function structure({ members, required = [] }: StructureShape, optional: boolean): object {
  const chosen = Object.entries(members).filter(([name]) => optional || required.includes(name))
  return Object.fromEntries(chosen.map(([name, type]) => [name, sample(type, optional)]))
}
