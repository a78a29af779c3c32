'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/states.tsx'
import { Day } from '../../ui/time.tsx'

/** Material of a key in a custom key store: it never rotates, and cannot be imported. */
export function StoredMaterial({ keyDto }: { readonly keyDto: KeyDto }) {
  const external = keyDto.keyStore?.xksKeyId
  return (
    <Card
      title="Key material"
      aside={
        <>
          made on <Day time={keyDto.createdAt} />
        </>
      }
    >
      <Empty icon="key" title="Keys in custom key stores never rotate">
        <p>
          {external === undefined
            ? 'Its key material is in a CloudHSM cluster that is simulated in software: there is no HSM.'
            : `What it encrypts is encrypted twice: by key material that stays here, and by the external key ${external}. Nothing opens without both.`}
        </p>
      </Empty>
    </Card>
  )
}
