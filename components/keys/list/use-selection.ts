'use client'

import { useState } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'

/** The chosen keys, on this page of the list and on others. */
export interface Selection {
  readonly picked: ReadonlyMap<string, KeyRowDto>
  /** Chooses exactly these; keys that are not chosen already are looked for among `rows`. */
  readonly select: (keyIds: readonly string[], rows: readonly KeyRowDto[]) => void
  readonly clear: () => void
}

const NONE: ReadonlyMap<string, KeyRowDto> = new Map()

export function useSelection(): Selection {
  const [picked, setPicked] = useState(NONE)
  return {
    picked,
    select(keyIds, rows) {
      setPicked((old) => {
        const known = new Map([...old, ...rows.map((row) => [row.keyId, row] as const)])
        return new Map(keyIds.flatMap((keyId) => entryOf(known, keyId)))
      })
    },
    clear: () => setPicked(NONE),
  }
}

function entryOf(known: ReadonlyMap<string, KeyRowDto>, keyId: string): (readonly [string, KeyRowDto])[] {
  const row = known.get(keyId)
  return row ? [[keyId, row]] : []
}
