import { type Decision, isAllowed, type PolicyKind } from '../decision.ts'

const NAMES: Readonly<Record<PolicyKind, string>> = {
  'resource-based policy': 'the key policy',
  'identity-based policy': 'an IAM policy',
  'permissions boundary': 'the permissions boundary',
  'session policy': 'the session policy',
  'service control policy': 'a service control policy',
  'resource control policy': 'a resource control policy',
  'VPC endpoint policy': 'the VPC endpoint policy',
}

/** Why an action is refused, in one sentence; undefined for what is allowed. `who`: `You`, `role/payments-api`. */
export function refusalWords(decision: Decision, action: string, who: string): string | undefined {
  if (isAllowed(decision)) return undefined
  const may = `${who} may not call ${action}`
  if (decision.outcome === 'explicitly-denied') {
    const { kind, sid, statement } = decision.by
    return `${may}: ${NAMES[kind]} denies it (${sid ? sid : `statement ${statement + 1}`})`
  }
  switch (decision.missing) {
    case 'resource':
      return `${may}: the key's account does not allow it`
    case 'identity-based policy':
      return `${may}: no IAM policy allows it`
    case 'resource-based policy':
      return `${may}: neither the key policy nor a grant allows it`
    default:
      return `${may}: ${NAMES[decision.missing]} does not allow it`
  }
}
