'use client'

import type { TagDto } from '#console/dto/keys.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { tagProblem } from './name-rules.ts'

interface TagRowsProps {
  readonly tags: readonly TagDto[]
  readonly onChange: (tags: readonly TagDto[]) => void
}

const INPUT =
  'h-9 min-w-0 rounded-m border border-line-strong bg-page px-3 focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent aria-invalid:border-deletion'

/** Tags as rows of key and value. */
export function TagRows({ tags, onChange }: TagRowsProps) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-md">Tags</legend>
      {tags.map((tag, index) => {
        const set = (change: Partial<TagDto>) => onChange(tags.with(index, { ...tag, ...change }))
        const problem = tagProblem(tag, tags.toSpliced(index, 1))
        const number = index + 1
        return (
          <div key={number} className="grid grid-cols-[1fr_1fr_36px] items-center gap-2">
            <input
              aria-label={`Key of tag ${number}`}
              aria-invalid={problem ? true : undefined}
              placeholder="Key"
              value={tag.key}
              onChange={(event) => set({ key: event.target.value })}
              className={INPUT}
            />
            <input
              aria-label={`Value of tag ${number}`}
              placeholder="Value"
              value={tag.value}
              onChange={(event) => set({ value: event.target.value })}
              className={INPUT}
            />
            <IconButton
              icon="cross"
              label={`Remove tag ${number}`}
              className="size-9"
              onClick={() => onChange(tags.toSpliced(index, 1))}
            />
            {problem && (
              <p role="alert" className="col-span-3 text-deletion text-sm">
                {problem}
              </p>
            )}
          </div>
        )
      })}
      <Button
        variant="ghost"
        size="small"
        icon="plus"
        className="-ml-2.5 justify-self-start text-ink-2"
        onClick={() => onChange([...tags, { key: '', value: '' }])}
      >
        Add tag
      </Button>
    </fieldset>
  )
}
