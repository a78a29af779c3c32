'use client'

import { aliasText, shortId, shortMaterial } from '../format.ts'
import { usePaths, useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'
import type { Layout } from './layout.ts'

type OwnLayout = Extract<Layout, { kind: 'keystead' }>

/** What the server knows of the key that a blob names; asks nothing for other bytes. */
export function useBlobKey(layout: Layout | undefined) {
  const own = layout?.kind === 'keystead' ? layout : undefined
  return useConsoleQuery('blob-key', { id: own?.keyId, material: own?.materialId }, { enabled: own !== undefined })
}

/** Key, material and Region of a blob in one sentence. */
export function BlobFoot({ layout }: { readonly layout: OwnLayout }) {
  const { data, error } = useBlobKey(layout)
  const paths = usePaths()
  const { region } = useScope()
  const { keyId, materialId, multiRegion, plaintextBytes } = layout
  const inside = `Inside are ${plaintextBytes.toLocaleString('en-US')} bytes.`
  const id = (
    <span className="mono">
      {shortId(keyId)}
      <CopyButton text={keyId} label="Copy key id" />
    </span>
  )
  if (error)
    return (
      <>
        Key {id}: nothing more could be read ({error.error.code}). {inside}
      </>
    )
  if (!data) return <>Key {id} …</>
  const { found } = data
  if (!found) {
    return (
      <>
        Key {id} is not known here, or you may not see it: another account's, another installation's, or deleted. A blob
        names no Region. {inside}
      </>
    )
  }
  const { key, material } = found
  return (
    <>
      Sealed by{' '}
      <Link href={paths.key(keyId, found.region)} className={textLink}>
        {key.aliases[0] ? aliasText(key.aliases[0]) : shortId(keyId)}
      </Link>{' '}
      {id} in <span className="mono">{found.region}</span>
      {found.region === region ? '' : ', not this Region'}
      {multiRegion ? ' and wherever it has replicas' : ''},{' '}
      {material ? (
        <Link href={`${paths.key(keyId, found.region)}/material`} className={textLink}>
          material {material.number} of {material.of}
        </Link>
      ) : (
        <span className="mono">material {shortMaterial(materialId)}</span>
      )}
      {key.state === 'Enabled' ? '' : `; the key is ${key.state}`}. {inside}
    </>
  )
}
