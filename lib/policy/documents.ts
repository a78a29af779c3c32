import type { CompiledPolicy } from './compile.ts'
import { compile } from './compile.ts'
import type { PolicyKind } from './decision.ts'
import type { PolicyDocument } from './document.ts'
import { parsePolicy } from './parse.ts'
import type { GrantInForce, Policies } from './request.ts'

/** A parsed document and the name by which decisions point at it. */
export interface PolicySource {
  readonly id: string
  readonly document: PolicyDocument
}

/** What `Policies` is to the evaluator, before compilation: every document that may speak to a request. */
export interface Documents {
  /** The key policy; absent for operations that have no key. */
  readonly resource?: PolicySource
  readonly identity: readonly PolicySource[]
  readonly boundary?: PolicySource
  /** Together they are one ceiling; empty for a caller without any. */
  readonly session: readonly PolicySource[]
  readonly endpoint?: PolicySource
  readonly serviceControl: readonly PolicySource[]
  readonly resourceControl: readonly PolicySource[]
  readonly grants: readonly GrantInForce[]
}

/** Reads a text that was accepted before. Throws TypeError when it does not parse. */
export function sourceOf(id: string, text: string, kind: PolicyKind): PolicySource {
  const parsed = parsePolicy(text, kind)
  if (!parsed.ok) throw new TypeError(`policy ${id} does not parse: ${parsed.problems[0].message}`)
  return { id, document: parsed.document }
}

/** The same documents ready for `evaluate`. */
export function compileDocuments(documents: Documents): Policies {
  const { resource, identity, boundary, session, endpoint, serviceControl, resourceControl, grants } = documents
  const limit = together(all(session, 'session policy'))
  return {
    ...(resource && { resource: one(resource, 'resource-based policy') }),
    identity: all(identity, 'identity-based policy'),
    ...(boundary && { boundary: one(boundary, 'permissions boundary') }),
    ...(limit && { session: limit }),
    ...(endpoint && { endpoint: one(endpoint, 'VPC endpoint policy') }),
    serviceControl: all(serviceControl, 'service control policy'),
    resourceControl: all(resourceControl, 'resource control policy'),
    grants,
  }
}

/** Several policies as the one that allows and denies what any of them does; undefined for none. */
export function together(policies: readonly CompiledPolicy[]): CompiledPolicy | undefined {
  const [first, ...more] = policies
  if (!first || more.length === 0) return first
  return {
    ...first,
    denies: policies.flatMap(({ denies }) => denies),
    allows: policies.flatMap(({ allows }) => allows),
    conditionKeys: new Set(policies.flatMap(({ conditionKeys }) => [...conditionKeys])),
  }
}

const one = ({ id, document }: PolicySource, kind: PolicyKind) => compile(id, document, kind)

const all = (sources: readonly PolicySource[], kind: PolicyKind) => sources.map((source) => one(source, kind))
