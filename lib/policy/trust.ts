import type { PolicyDocument } from './document.ts'

/** A trust policy as it is judged: it names no resource, as it can only mean its role. */
export function trustDocument(document: PolicyDocument): PolicyDocument {
  const resource = { negated: false, values: ['*'] }
  return { ...document, statements: document.statements.map((statement) => ({ ...statement, resource })) }
}
