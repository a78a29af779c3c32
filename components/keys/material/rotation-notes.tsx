'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { usePaths } from '../../hooks/frame.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { isAwsManaged } from '../actions.ts'

/** What rotation does not do, and what people do then. */
export function RotationNotes({ keyDto }: { readonly keyDto: KeyDto }) {
  const { createKey, key } = usePaths()
  if (isAwsManaged(keyDto)) return null
  return (
    <p className="max-w-[88ch] text-ink-3">
      Rotation makes new material; it encrypts nothing anew and disables nothing old. To leave old material behind, or
      to get another key id, rotate by hand:{' '}
      <Link href={createKey} className={textLink}>
        create another key
      </Link>
      , point{' '}
      <Link href={`${key(keyDto.keyId)}/aliases`} className={textLink}>
        its aliases
      </Link>{' '}
      there, and keep this one until nothing needs it.
    </p>
  )
}
