'use client'

import type { CostRowDto } from '#console/dto/cost.ts'
import { aliasText, plural, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Link } from '../ui/link.tsx'

/** What a row is about; a key that is there leads to itself, in its Region. */
export function CostName({ row }: { readonly row: CostRowDto }) {
  const { key } = usePaths()
  const { kind, keyId = '', region, alias, managed, deletedAt, keys = 0 } = row
  switch (kind) {
    case 'no-key':
      return <span className="text-ink-2">Calls on no key</span>
    case 'unseen':
      return <span className="text-ink-2">{plural(keys, 'key')} that you may not see</span>
    case 'foreign':
      return (
        <>
          <span className="mono">{shortId(keyId)}</span> <Note>of another account</Note>
        </>
      )
    case 'key': {
      const name = alias === undefined ? <span className="mono">{shortId(keyId)}</span> : <bdi>{aliasText(alias)}</bdi>
      if (deletedAt !== undefined) {
        return (
          <>
            {name} <Note>deleted</Note>
          </>
        )
      }
      return (
        <>
          <Link href={key(keyId, region)} title={keyId} className="font-strong hover:underline">
            {name}
          </Link>
          {managed && (
            <>
              {' '}
              <Note>AWS managed</Note>
            </>
          )}
        </>
      )
    }
  }
}

function Note({ children }: { readonly children: string }) {
  return <span className="ml-1 text-ink-3 text-md">{children}</span>
}
