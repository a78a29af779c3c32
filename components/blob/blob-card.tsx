'use client'

import { type ReactNode, useMemo, useState } from 'react'
import { toBase64, toHex } from '../bytes.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { BlobFoot, useBlobKey } from './blob-key.tsx'
import { HexView } from './hex-view.tsx'
import { type ByteRange, layoutOf, type Tone } from './layout.ts'
import { Legend } from './legend.tsx'

interface BlobCardProps {
  readonly title: string
  readonly bytes: Uint8Array
  /** What whoever made the bytes knows of them, where they have no form of their own. */
  readonly known?: Known | undefined
}

export interface Known {
  readonly words: string
  readonly tone: Tone
}

const AT_FIRST = 512

/** Bytes, byte by byte: what each range is, and which key and material they name. Nothing is decrypted for it. */
export function BlobCard({ title, bytes, known }: BlobCardProps) {
  const layout = useMemo(() => layoutOf(bytes), [bytes])
  const ranges = known && layout.ranges.length === 1 ? [whole(title, known, bytes)] : layout.ranges
  const [hovered, setHovered] = useState<number>()
  const [pinned, setPinned] = useState<number>()
  const [all, setAll] = useState(false)
  const { data } = useBlobKey(layout)
  const marked = hovered ?? pinned
  return (
    <Card
      title={title}
      aside={<span className="tabular-nums">{bytes.length.toLocaleString('en-US')} bytes</span>}
      actions={<CopyBytes bytes={bytes} />}
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)] max-md:grid-cols-1">
        <div className="overflow-hidden border-line-faint border-r p-4 max-md:border-r-0">
          <HexView
            bytes={bytes}
            ranges={ranges}
            shown={all ? bytes.length : AT_FIRST}
            marked={marked}
            onMark={setHovered}
          />
          {bytes.length > AT_FIRST && !all && (
            <Button size="small" variant="ghost" className="mt-2 -ml-2.5" onClick={() => setAll(true)}>
              Show all {bytes.length.toLocaleString('en-US')} bytes
            </Button>
          )}
        </div>
        <Legend
          ranges={ranges}
          noteOf={(range: ByteRange): ReactNode => noteOf(range, data) ?? range.note}
          marked={marked}
          onMark={setHovered}
          pinned={pinned}
          onPin={setPinned}
        />
      </div>
      <Foot>
        {layout.kind === 'keystead' ? (
          <BlobFoot layout={layout} />
        ) : (
          (known?.words ?? `${layout.title}. ${layout.words}`)
        )}
      </Foot>
    </Card>
  )
}

function whole(name: string, { tone }: Known, bytes: Uint8Array): ByteRange {
  return { name, tone, start: 0, end: bytes.length, note: 'all of it' }
}

function noteOf({ name }: ByteRange, data: ReturnType<typeof useBlobKey>['data']): string | undefined {
  const found = data?.found
  if (!found) return undefined
  if (name === 'Key ID') return found.key.aliases[0]?.replace(/^alias\//, '')
  if (name !== 'Material ID' || !found.material) return undefined
  const { number, of, current } = found.material
  return `material ${number} of ${of}${current ? ', the current one' : ''}`
}

function CopyBytes({ bytes }: { readonly bytes: Uint8Array }) {
  const copy = useCopy()
  return (
    <>
      <Button size="small" icon="copy" aria-label="Copy Base64" onClick={() => copy(toBase64(bytes))}>
        Base64
      </Button>
      <Button size="small" icon="copy" aria-label="Copy hex" onClick={() => copy(toHex(bytes))}>
        Hex
      </Button>
    </>
  )
}

function Foot({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 border-line border-t px-4 py-2 text-ink-2 text-sm">
      <Icon name="info" className="mt-px size-4 flex-none text-ink-3" />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  )
}
