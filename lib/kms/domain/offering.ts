import type { Offering } from '#crypto/key-spec.ts'
import type { Region } from '#kernel/ids.ts'
import { partitionOf } from './arn.ts'

const CHINA = 'aws-cn'

/** Whether AWS KMS has in a Region what it has there and not everywhere. */
export function isOfferedIn(region: Region, offering: Offering = 'everywhere'): boolean {
  if (offering === 'everywhere') return true
  return (partitionOf(region) === CHINA) === (offering === 'china')
}
