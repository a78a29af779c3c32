'use client'

import type { KeyLookupDto, KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, plural, principalParts, relative, shortId } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'
import { replicaNote } from './replica-note.ts'

interface BlastRadiusProps {
  readonly keys: readonly KeyRowDto[]
  /** Their last uses, once they are known. */
  readonly uses: readonly KeyLookupDto[] | undefined
}

/** What would be lost with several keys: who used each one last, and which names lead to it. */
export function BlastRadius({ keys, uses }: BlastRadiusProps) {
  const now = useNow()
  return (
    <ul className="grid max-h-44 overflow-y-auto rounded-m border border-line">
      {keys.map((key) => {
        const use = (uses?.find((each) => each.keyId === key.keyId) ?? key).lastUse
        const who = use && principalParts(use.principalArn).join('')
        const note = replicaNote(key)
        return (
          <li key={key.keyId} className="grid gap-px border-line-faint px-3 py-2 not-first:border-t">
            <span className="font-strong wrap-anywhere">
              {key.aliases.map(aliasText).join(', ') || shortId(key.keyId)}
            </span>
            <span className="text-ink-2 text-md">
              {use ? `Last used ${relative(use.at, now)} by ${who}` : uses ? 'Never used' : 'Looking for its last use…'}
              {' · '}
              {plural(key.aliases.length, 'alias', 'aliases')}
            </span>
            {note && <span className="text-unavail text-md">{note}</span>}
          </li>
        )
      })}
    </ul>
  )
}
