import { arnSegments } from '../../arn-pattern.ts'
import { eachClause } from './condition-rules.ts'
import type { Finding } from './finding.ts'

/** `s3.us-east-1.amazonaws.com`, also of the partition in China; wildcards may stand for any part of it. */
const SPELLING =
  /^[a-z0-9*?-]+(?:\.[a-z0-9*?-]+)?\.([a-z]{2,}(?:-[a-z]+)+-\d|[a-z0-9*?-]*[*?][a-z0-9*?-]*)\.amazonaws\.com(?:\.cn)?$/

/** The value names a service and a Region, and a key is used in its own Region only. */
export const viaServiceRule = eachClause(({ key, values }, { key: policyKey }) => {
  if (key.toLowerCase() !== 'kms:viaservice') return []
  const own = policyKey && arnSegments(policyKey.arn)?.[3]
  return values
    .filter((value) => !value.includes('$') && !/^[*?]+$/.test(value))
    .flatMap((value) => {
      const region = SPELLING.exec(value)?.[1]
      if (region === undefined) return [misspelled(value, own ?? 'us-east-1')]
      return own === undefined || region === own || /[*?]/.test(region) ? [] : [elsewhere(value, region, own)]
    })
})

function misspelled(value: string, region: string): Omit<Finding, 'path'> {
  const [service = ''] = value.split('.')
  return {
    code: 'via-service-spelling',
    severity: 'error',
    message: `"${value}" names no service in a Region, so it fits no request.`,
    nextStep: `Write it as "${service || 's3'}.${region}.amazonaws.com".`,
  }
}

function elsewhere(value: string, region: string, own: string): Omit<Finding, 'path'> {
  return {
    code: 'via-service-region',
    severity: 'warning',
    message: `"${value}" is in ${region}, and the key is used in ${own}.`,
    nextStep: `Write "${value.replace(region, own)}".`,
  }
}
