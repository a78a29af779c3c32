'use client'

import { useState } from 'react'
import type { KeyDto, TagDto } from '#console/dto/keys.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { useAllowed } from '../hooks/use-allowed.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Empty, Skeleton } from '../ui/states.tsx'
import { lockedReason } from './actions.ts'
import { TAG_PREFIX } from './list-params.ts'
import { TagForm } from './tag-form.tsx'

interface TagActions {
  readonly setTag: Action<[keyId: string, key: string, value: string]>
  readonly removeTag: Action<[keyId: string, key: string]>
}

interface TagsTabProps extends TagActions {
  readonly keyId: string
}

/** AWS KMS quota: tags of a key. */
const MOST = 50

export function TagsTab({ keyId, setTag, removeTag }: TagsTabProps) {
  const { data } = useConsoleQuery('key', { id: keyId })
  const [edited, setEdited] = useState<TagDto | 'new'>()
  const refusal = useAllowed(keyId)
  if (!data) return <Skeleton />
  const locked = lockedReason(data) ?? refusal('TagResource')
  return (
    <Card
      title="Tags"
      aside={`${data.tags.length} of 50`}
      className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
      actions={
        <Button
          size="small"
          icon="plus"
          reason={locked ?? (data.tags.length >= MOST ? 'A key has at most 50 tags' : undefined)}
          onClick={() => setEdited('new')}
        >
          Add tag
        </Button>
      }
    >
      {data.tags.length === 0 ? (
        <Empty icon="tag" title="No tags on this key">
          <p>Tags group keys by team, service or cost, and key policies can allow by them.</p>
        </Empty>
      ) : (
        <TagTable keyDto={data} locked={locked} edit={setEdited} setTag={setTag} removeTag={removeTag} />
      )}
      <Dialog
        title={edited === 'new' ? 'Add tag' : 'Edit tag'}
        open={edited !== undefined}
        onOpenChange={(open) => !open && setEdited(undefined)}
      >
        {edited && <TagForm keyDto={data} tag={edited} setTag={setTag} close={() => setEdited(undefined)} />}
      </Dialog>
    </Card>
  )
}

interface TagTableProps extends TagActions {
  readonly keyDto: KeyDto
  readonly locked: string | undefined
  readonly edit: (tag: TagDto) => void
}

function TagTable({ keyDto, locked, edit, setTag, removeTag }: TagTableProps) {
  const { keys } = usePaths()
  const restore = useAction(setTag, { done: () => ({ title: 'The tag is back' }) })
  const remove = useAction(removeTag, {
    done: (_, [keyId, key]) => {
      const value = keyDto.tags.find((tag) => tag.key === key)?.value ?? ''
      return { title: 'Tag removed', action: { label: 'Undo', run: () => restore.run(keyId, key, value) } }
    },
  })
  return (
    <div className="overflow-x-auto">
      <table className="tbl even two-line">
        <thead>
          <tr>
            <th>Key</th>
            <th>Value</th>
            <th className="w-24">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keyDto.tags.map((tag) => (
            <tr key={tag.key}>
              <td className="at-a font-strong" title={tag.key}>
                <bdi>{tag.key}</bdi>
              </td>
              <td className="at-c">
                <Link
                  href={`${keys}?${new URLSearchParams({ [TAG_PREFIX + tag.key]: tag.value })}`}
                  className={textLink}
                  title={`All keys with this tag: ${tag.value}`}
                >
                  {tag.value === '' ? 'no value' : <bdi>{tag.value}</bdi>}
                </Link>
              </td>
              <td className="at-b end">
                {locked === undefined && (
                  <>
                    <IconButton
                      icon="pencil"
                      label={`Edit tag ${tag.key}`}
                      className="size-7"
                      onClick={() => edit(tag)}
                    />
                    <IconButton
                      icon="bin"
                      label={`Remove tag ${tag.key}`}
                      className="size-7"
                      onClick={() => remove.run(keyDto.keyId, tag.key)}
                    />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
