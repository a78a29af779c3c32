import type { GrantInForce } from '../request.ts'
import type { Reader } from './reader.ts'

const FIELDS: ReadonlySet<string> = new Set([
  'id',
  'granteePrincipal',
  'operations',
  'constraints',
  'retiringPrincipal',
  'issuingAccount',
])

const EQUALS = ['EncryptionContextEquals', 'encryptionContextEquals'] as const
const SUBSET = ['EncryptionContextSubset', 'encryptionContextSubset'] as const
const CONSTRAINTS: ReadonlySet<string> = new Set([...EQUALS, ...SUBSET, 'SourceArn'])

/** A grant of a case. Without a name of its own it is `grant-<index>`. */
export function grantOf(reader: Reader, index: number): GrantInForce {
  reader.allow(FIELDS)
  const retiringPrincipal = reader.optionalText('retiringPrincipal')
  const issuingAccount = reader.optionalText('issuingAccount')
  return {
    id: reader.optionalText('id') ?? `grant-${index}`,
    granteePrincipal: reader.optionalText('granteePrincipal') ?? '',
    operations: new Set(reader.texts('operations')),
    ...(reader.has('constraints') && constraintsOf(reader.object('constraints'))),
    ...(retiringPrincipal !== undefined && { retiringPrincipal }),
    ...(issuingAccount !== undefined && { issuingAccount }),
  }
}

function constraintsOf(reader: Reader): Partial<GrantInForce> {
  reader.allow(CONSTRAINTS)
  const sourceArn = reader.optionalText('SourceArn')
  const equals = EQUALS.find((name) => reader.has(name))
  const subset = SUBSET.find((name) => reader.has(name))
  return {
    ...(equals && { encryptionContextEquals: reader.object(equals).pairs() }),
    ...(subset && { encryptionContextSubset: reader.object(subset).pairs() }),
    ...(sourceArn !== undefined && { sourceArn }),
  }
}
