import { pricing, type RequestClass } from '#model/pricing.ts'
import { dollars } from './money.ts'

/** Why a figure is what it is. */
export type RuleId = StorageRule | RequestRule | 'free-tier' | 'forecast'

type StorageRule =
  | 'key-month'
  | 'multi-region'
  | 'key-store'
  | 'pending-deletion'
  | 'deletion-cancelled'
  | 'aws-managed'
  | 'rotation'
  | 'rotation-cap'

export type RequestRule = `requests-${RequestClass}`

export interface Rule {
  readonly title: string
  readonly text: string
}

const { keyMonth, mostPerKeyMonth, request, freeRequests } = pricing
const per10k = (of: RequestClass) => `${dollars(request[of] * 10_000)} per 10,000`
const free = freeRequests.toLocaleString('en-US')

/** Every rule in words, in the order in which they are told. */
export const RULES: Readonly<Record<RuleId, Rule>> = {
  'key-month': {
    title: 'A key',
    text: `${dollars(keyMonth)} a month for every customer managed key, of any type and origin, enabled or not. It is counted by the hour: an hour of the clock that has begun counts whole, and a key that is there all month costs exactly ${dollars(keyMonth)}.`,
  },
  'multi-region': {
    title: 'Multi-Region keys',
    text: 'The primary key and each of its replicas are keys of their own, each in its Region, with their rotations.',
  },
  'key-store': {
    title: 'Custom key stores',
    text: 'A key in a custom key store costs what any key costs. The CloudHSM cluster, of two HSMs or more, or the proxy behind it is billed elsewhere and is not in these figures.',
  },
  'pending-deletion': {
    title: 'Pending deletion',
    text: 'A key costs nothing from the moment its deletion is scheduled.',
  },
  'deletion-cancelled': {
    title: 'Cancelled deletion',
    text: 'When the deletion is cancelled, the key is billed as if it had never been scheduled: the hours of the waiting period are counted after all.',
  },
  'aws-managed': {
    title: 'AWS managed keys',
    text: 'AWS managed keys are stored and rotated free of charge; requests that use them are billed. AWS owned keys cost nothing at all and are in no log.',
  },
  rotation: {
    title: 'Rotations',
    text: `The first and the second rotation, automatic or on demand, each add ${dollars(pricing.rotationMonths[0])} a month from their hour on.`,
  },
  'rotation-cap': {
    title: 'Further rotations',
    text: `The third rotation and all later ones are free: no key costs more than ${dollars(mostPerKeyMonth)} a month, requests aside.`,
  },
  'requests-symmetric': {
    title: 'Requests',
    text: `${per10k('symmetric')} for calls that use symmetric and HMAC keys and for all that manage keys.`,
  },
  'requests-rsa2048': {
    title: 'RSA_2048 requests',
    text: `${per10k('rsa2048')} for calls that use an RSA_2048 key. The free tier does not hold for them.`,
  },
  'requests-asymmetric': {
    title: 'Asymmetric requests',
    text: `${per10k('asymmetric')} for calls that use any other key pair: RSA_3072, RSA_4096, elliptic curves, ML-DSA, ML-KEM. The free tier does not hold for them.`,
  },
  'requests-eccPair': {
    title: 'Elliptic curve data key pairs',
    text: `${per10k('eccPair')} for GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext with a curve.`,
  },
  'requests-rsaPair': {
    title: 'RSA data key pairs',
    text: `${per10k('rsaPair')} for GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext with RSA.`,
  },
  'free-tier': {
    title: 'Free tier',
    text: `The first ${free} requests of a month are free, for the account over all of its Regions together. Requests that use or make a key pair do not count. It is taken off the sum of the account, not off the rows of its keys.`,
  },
  forecast: {
    title: 'Forecast',
    text: 'Keys and rotations are counted to the end of the month as they are planned: what is there stays, rotations come on their dates, keys whose deletion is pending stay free. Requests go on at their average since the first of the month.',
  },
}
