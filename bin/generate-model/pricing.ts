import { print } from './print.ts'
import { required, type SourcePricing } from './source.ts'

const MICRO_DOLLARS = 1_000_000

/** The names of `per10k` in the source, and what the prices are called here. */
const CLASSES = {
  symmetric: 'symmetric+HMAC+management',
  rsa2048: 'RSA_2048 requests',
  asymmetric: 'other asymmetric (RSA_3072, RSA_4096, ECC, ML_DSA)',
  eccPair: 'GenerateDataKeyPair ECC',
  rsaPair: 'GenerateDataKeyPair RSA',
} as const

const ABOUT = `/**
 * What AWS KMS costs in us-east-1, in micro-dollars (millionths of a US dollar): whole numbers, so that sums are exact.
 * Source: the AWS KMS pricing page.
 */
`

/** lib/model/pricing.ts. */
export function renderPricing(source: SourcePricing): string {
  const { firstRotation, secondRotation, thirdAndLater, maxPerKeyPerMonth } = source.rotationSurcharge
  if (source.proration !== 'hourly' || thirdAndLater !== 0) throw new Error('keys are billed in another way now')
  const requests = Object.entries(CLASSES).map(([name, label]) => {
    return [name, perRequest(required(source.per10k[label], `a price of ${label}`))] as const
  })
  const table = {
    keyMonth: microDollars(source.keyPerMonthUSD),
    rotationMonths: [microDollars(firstRotation), microDollars(secondRotation)],
    mostPerKeyMonth: microDollars(maxPerKeyPerMonth),
    request: Object.fromEntries(requests),
    freeRequests: source.freeTierRequestsPerMonth,
  }
  return `
${ABOUT}export const pricing = ${print(table)} as const

/** What a request is priced as. */
export type RequestClass = keyof typeof pricing.request
`
}

function microDollars(dollars: number): number {
  return whole(Math.round(dollars * 100) * (MICRO_DOLLARS / 100))
}

function perRequest(dollarsPer10k: number): number {
  return whole(microDollars(dollarsPer10k) / 10_000)
}

function whole(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new Error(`${amount} is no whole number of micro-dollars`)
  return amount
}
