/**
 * Names of immutable policy versions: what a decision reference points at, and where the document is found again.
 * `arn:aws:kms:…:key/<id>/policy/<n>` is a version of a key policy, `arn:aws:iam::<account>:user/<name>/policy/<p>/<n>`
 * one of an inline policy, `…:role/<name>/trust/<n>` one of a trust policy, and `<ARN of a managed policy>/<n>` one of a
 * managed policy.
 */
export type PolicyId =
  | { readonly kind: 'key'; readonly keyArn: string; readonly number: number }
  | {
      readonly kind: 'inline'
      readonly account: string
      /** `user/<name>`, `group/<name>` or `role/<name>`. */
      readonly owner: string
      readonly name: string
      readonly number: number
    }
  | { readonly kind: 'trust'; readonly account: string; readonly role: string; readonly number: number }
  | { readonly kind: 'managed'; readonly arn: string; readonly number: number }

export function policyId(id: PolicyId): string {
  switch (id.kind) {
    case 'key':
      return `${id.keyArn}/policy/${id.number}`
    case 'inline':
      return `arn:aws:iam::${id.account}:${id.owner}/policy/${id.name}/${id.number}`
    case 'trust':
      return `arn:aws:iam::${id.account}:role/${id.role}/trust/${id.number}`
    case 'managed':
      return `${id.arn}/${id.number}`
  }
}

const KEY = /^(arn:[a-z-]+:kms:[^:]*:\d{12}:key\/[^/]+)\/policy\/(\d+)$/
const INLINE = /^arn:aws:iam::(\d{12}):((?:user|group|role)\/[^/]+)\/policy\/([^/]+)\/(\d+)$/
const TRUST = /^arn:aws:iam::(\d{12}):role\/([^/]+)\/trust\/(\d+)$/
const MANAGED = /^(arn:aws:iam::(?:\d{12}|aws):policy\/.+)\/(\d+)$/

/** Undefined for a policy that is kept nowhere, such as a draft. */
export function parsePolicyId(text: string): PolicyId | undefined {
  const key = KEY.exec(text)
  if (key) return { kind: 'key', keyArn: key[1] ?? '', number: Number(key[2]) }
  const inline = INLINE.exec(text)
  if (inline) {
    const [, account = '', owner = '', name = '', number] = inline
    return { kind: 'inline', account, owner, name, number: Number(number) }
  }
  const trust = TRUST.exec(text)
  if (trust) return { kind: 'trust', account: trust[1] ?? '', role: trust[2] ?? '', number: Number(trust[3]) }
  const managed = MANAGED.exec(text)
  return managed ? { kind: 'managed', arn: managed[1] ?? '', number: Number(managed[2]) } : undefined
}
