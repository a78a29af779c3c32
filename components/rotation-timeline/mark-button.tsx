'use client'

import { count, shortMaterial } from '../format.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { Ago } from '../ui/time.tsx'
import type { Geometry, Lane, Mark } from './geometry.ts'
import { stateWords } from './lane-words.tsx'
import type { MarkKind } from './lives.ts'

const MEANINGS: Readonly<Record<MarkKind, string>> = {
  created: 'Made with the key. It encrypted until the next one came.',
  imported: 'Its owner brought it, wrapped.',
  automatic: 'Rotated by itself, as its period says.',
  'on-demand': 'Rotated when somebody asked for it.',
  expired: 'Its time was up: it was removed, and what it encrypted cannot be opened until it is imported again.',
  deleted: 'Removed on request: what it encrypted cannot be opened until it is imported again.',
  expires: 'Then it is removed. What it encrypted cannot be opened until it is imported again.',
  planned: 'The next material is made then, and encrypts from then on.',
}

interface MarkButtonProps {
  readonly mark: Mark
  readonly lane: Lane
  readonly geometry: Geometry
  /** The events of a material in the audit log. */
  readonly eventsOf: (materialId: string) => string
}

/** The button of a mark, over the drawing; it opens what there is to know. */
export function MarkButton({ mark, lane, geometry, eventsOf }: MarkButtonProps) {
  const { life, opened } = lane
  const name = `Material ${life.number}: ${mark.title} ${mark.when}`
  return (
    <Popover
      label={name}
      align="center"
      className="w-72 p-3"
      trigger={
        <button
          type="button"
          aria-label={name}
          className="absolute size-6 -translate-1/2 rounded-m"
          style={{
            left: `${(mark.x / geometry.layout.width) * 100}%`,
            top: `${(mark.y / geometry.height) * 100}%`,
          }}
        />
      }
    >
      <p className="flex items-center gap-1.5 font-title">
        Material {life.number}
        {life.materialId && (
          <>
            <span className="mono font-normal text-ink-2">{shortMaterial(life.materialId)}</span>
            <CopyButton text={life.materialId} label={`Copy id of material ${life.number}`} />
          </>
        )}
      </p>
      <p className="mt-1">
        <span className="font-strong">{mark.title}</span> <Ago time={mark.at} />
      </p>
      <p className="mt-0.5 text-ink-2">{MEANINGS[mark.kind]}</p>
      {life.materialId && (
        <p className="mt-2 flex items-center justify-between gap-2 border-line border-t pt-2 text-ink-2">
          <span>
            {stateWords(life)}
            {opened && `, ${count(opened.total)} opened`}
          </span>
          <Link href={eventsOf(life.materialId)} className={textLink}>
            Its events
          </Link>
        </p>
      )}
    </Popover>
  )
}
