'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { keyTypeText } from '../../format.ts'
import { usePaths } from '../../hooks/frame.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { Card } from '../../ui/card.tsx'
import { Link } from '../../ui/link.tsx'
import { Empty } from '../../ui/states.tsx'
import { Day } from '../../ui/time.tsx'

/** Material that was made here and stays as it is. */
export function FixedMaterial({ keyDto }: { readonly keyDto: KeyDto }) {
  const { createKey } = usePaths()
  return (
    <Card
      title="Key material"
      aside={
        <>
          made here on <Day time={keyDto.createdAt} />
        </>
      }
    >
      <Empty
        icon="key"
        title={`This ${keyTypeText(keyDto.spec) === 'HMAC' ? 'HMAC' : 'asymmetric'} key never rotates`}
        action={
          <Link href={createKey} className={buttonClass()}>
            Create its successor
          </Link>
        }
      >
        <WhyNot keyDto={keyDto} />
      </Empty>
    </Card>
  )
}

/** Why such a key keeps its material, and what people do instead. */
export function WhyNot({ keyDto }: { readonly keyDto: KeyDto }) {
  const why =
    keyTypeText(keyDto.spec) === 'HMAC'
      ? 'A MAC names no key material: after a change, what was made before could not be verified.'
      : 'Others hold its public key: with new material, theirs would no longer fit.'
  return (
    <p>
      {why} To rotate it by hand, create another key, point its alias there, and keep this one until nothing needs it.
    </p>
  )
}
