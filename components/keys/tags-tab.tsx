'use client'

import { useState } from 'react'
import type { KeyDto, TagDto } from '#console/dto/keys.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
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

export function TagsTab({ keyId, setTag, removeTag }: TagsTabProps) {
  const { data } = useConsoleQuery('key', { id: keyId })
  const [edited, setEdited] = useState<TagDto | 'new'>()
  if (!data) return <Skeleton />
  const locked = lockedReason(data)
  return (
    <Card
      title="Tags"
      actions={
        <Button size="small" icon="plus" reason={locked} onClick={() => setEdited('new')}>
          Add tag
        </Button>
      }
    >
      {data.tags.length === 0 ? (
        <Empty icon="tag" title="No tags on this key">
          <p>Tags group keys by team, service or cost, and key policies can allow by them.</p>
        </Empty>
      ) : (
        <TagTable keyDto={data} locked={locked} edit={setEdited} removeTag={removeTag} />
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

interface TagTableProps extends Pick<TagActions, 'removeTag'> {
  readonly keyDto: KeyDto
  readonly locked: string | undefined
  readonly edit: (tag: TagDto) => void
}

function TagTable({ keyDto, locked, edit, removeTag }: TagTableProps) {
  const { keys } = usePaths()
  const remove = useAction(removeTag, { done: () => ({ title: 'Tag removed' }) })
  return (
    <div className="overflow-x-auto">
      <table className="tbl">
        <thead>
          <tr>
            <th>Key</th>
            <th>Value</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keyDto.tags.map((tag) => (
            <tr key={tag.key}>
              <td className="font-strong">{tag.key}</td>
              <td>
                <Link
                  href={`${keys}?${new URLSearchParams({ [TAG_PREFIX + tag.key]: tag.value })}`}
                  className={textLink}
                  title="All keys with this tag"
                >
                  {tag.value}
                </Link>
              </td>
              <td className="end">
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
