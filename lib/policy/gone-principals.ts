import { sha256Hex } from '#kernel/hash.ts'

export interface ToldPolicy {
  readonly text: string
  /** Whom it named, and who is gone: ARNs. */
  readonly gone: readonly string[]
}

/**
 * A policy as it can be given again where some of its principals are gone. They stand in it by unique ids, as AWS
 * writes them (IAM user guide, "AWS JSON policy elements: Principal"): whoever gets such a name later is not meant. The
 * ids are nobody's; the same name has the same one each time.
 */
export async function withoutGone(text: string, isGone: (arn: string) => Promise<boolean>): Promise<ToldPolicy> {
  const named = new Set<string>()
  withNames(text, (name) => {
    named.add(name)
    return name
  })
  const ids = new Map<string, string>()
  for (const name of named) if (await isGone(name)) ids.set(name, uniqueIdFor(name))
  if (ids.size === 0) return { text, gone: [] }
  return { text: withNames(text, (name) => ids.get(name) ?? name), gone: [...ids.keys()] }
}

/** The policy with other names for its `AWS` principals, one member a line. */
function withNames(text: string, nameOf: (name: string) => string): string {
  const rename = (value: unknown) => (typeof value === 'string' ? nameOf(value) : value)
  const policy = JSON.parse(text, (element, value: unknown) => {
    if (element !== 'Principal' && element !== 'NotPrincipal') return value
    if (typeof value !== 'object' || value === null || !('AWS' in value)) return value
    return { ...value, AWS: Array.isArray(value.AWS) ? value.AWS.map(rename) : rename(value.AWS) }
  })
  return JSON.stringify(policy, undefined, 2)
}

function uniqueIdFor(arn: string): string {
  const prefix = /:(role|assumed-role)\//.test(arn) ? 'AROA' : 'AIDA'
  return prefix + sha256Hex(arn).slice(0, 17).toUpperCase()
}
