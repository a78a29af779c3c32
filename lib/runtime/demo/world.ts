import type { AccountId, Region } from '#kernel/ids.ts'

/** Where the sample plays: the first account with two partners, at home in one Region and with copies in two more. */
export interface World {
  readonly first: AccountId
  readonly acme: AccountId
  readonly globex: AccountId
  readonly home: Region
  readonly copies: readonly [Region, Region]
}

const PARTNERS = ['444455556666', '777788889999', '222233334444'].map((id) => id as AccountId)
const ELSEWHERE = ['eu-west-1', 'ap-southeast-2', 'us-west-2'].map((name) => name as Region)

export function worldOf(first: AccountId, home: Region): World {
  const [acme, globex] = PARTNERS.filter((account) => account !== first)
  const [one, two] = ELSEWHERE.filter((region) => region !== home)
  if (!(acme && globex && one && two)) throw new Error('the sample has too few accounts or Regions')
  return { first, acme, globex, home, copies: [one, two] }
}

export const accountsOf = ({ acme, globex }: World) => [
  { id: acme, name: 'acme-partner', ago: 471 },
  { id: globex, name: 'globex-partner', ago: 268 },
]

export const rootArn = (account: AccountId) => `arn:aws:iam::${account}:root`
export const roleArn = (account: AccountId, name: string) => `arn:aws:iam::${account}:role/${name}`
export const userArn = (account: AccountId, name: string) => `arn:aws:iam::${account}:user/${name}`
export const policyArn = (account: AccountId, name: string) => `arn:aws:iam::${account}:policy/${name}`
