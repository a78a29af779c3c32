import type { CostRequestsDto } from '#console/dto/cost.ts'

const NAMES: Readonly<Record<string, string>> = {
  symmetric: 'Symmetric, HMAC, management',
  rsa2048: 'RSA_2048',
  asymmetric: 'Other asymmetric',
  eccPair: 'Data key pairs, elliptic curve',
  rsaPair: 'Data key pairs, RSA',
}

/** What the requests of a price are. */
export function classText(requestClass: string): string {
  return NAMES[requestClass] ?? requestClass
}

export function sumOf(requests: readonly CostRequestsDto[], of: 'count' | 'amount'): number {
  return requests.reduce((sum, each) => sum + each[of], 0)
}
