'use client'

import { useState } from 'react'
import type { AliasDto } from '#console/dto/keys.ts'
import { aliasText, shortId, usageText } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { KeyStatus } from '../keys/key-status.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { SortHead } from '../ui/sort-head.tsx'
import { Ago } from '../ui/time.tsx'
import type { AliasActions } from './actions.ts'
import { DeleteAliasDialog } from './delete-alias-dialog.tsx'
import { RetargetDialog } from './retarget-dialog.tsx'

interface AliasTableProps {
  readonly aliases: readonly AliasDto[]
  readonly actions: AliasActions
  /** On the page of one key its target goes without saying. */
  readonly hideTarget?: boolean
  /** Those of AWS managed keys stay as they are. */
  readonly fixed?: boolean | undefined
}

export function AliasTable({ aliases, actions, hideTarget = false, fixed = false }: AliasTableProps) {
  const [retargeted, setRetargeted] = useState<AliasDto>()
  const [deleted, setDeleted] = useState<AliasDto>()
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            {hideTarget ? (
              <>
                <th>Alias</th>
                <th>Updated</th>
              </>
            ) : (
              <>
                <SortHead column="alias" fallback="alias">
                  Alias
                </SortHead>
                <SortHead column="key">Target key</SortHead>
                <SortHead column="state">Key status</SortHead>
                <SortHead column="spec">Spec</SortHead>
                <SortHead column="usage">Usage</SortHead>
                <SortHead column="updated" descendingFirst>
                  Updated
                </SortHead>
              </>
            )}
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {aliases.map((alias) => (
            <tr key={alias.name}>
              <td className="at-a max-w-80 truncate">
                <bdi className="font-strong" title={alias.name}>
                  {aliasText(alias.name)}
                </bdi>{' '}
                <CopyButton text={alias.name} label={`Copy ${alias.name}`} className="reveal" />
              </td>
              {!hideTarget && <Target alias={alias} />}
              <td className={`text-ink-2 ${hideTarget ? 'at-c' : ''}`}>
                {alias.updatedAt !== undefined && (
                  <>
                    <span className="text-ink-3 sm:hidden">updated </span>
                    <Ago time={alias.updatedAt} />
                  </>
                )}
              </td>
              <td className="at-b end">
                {!fixed && (
                  <span className="inline-flex items-center align-bottom">
                    <Button
                      size="small"
                      variant="ghost"
                      onClick={() => setRetargeted(alias)}
                      aria-label={`Retarget ${alias.name}`}
                    >
                      Retarget
                    </Button>
                    <IconButton
                      icon="bin"
                      label={`Delete ${alias.name}`}
                      className="size-7"
                      onClick={() => setDeleted(alias)}
                    />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <RetargetDialog alias={retargeted} actions={actions} close={() => setRetargeted(undefined)} />
      <DeleteAliasDialog alias={deleted} actions={actions} close={() => setDeleted(undefined)} />
    </div>
  )
}

/** The key that an alias leads to. */
function Target({ alias: { keyId, key } }: { readonly alias: AliasDto }) {
  const paths = usePaths()
  return (
    <>
      <td className="at-c">
        <Link href={paths.key(keyId)} className={`mono ${textLink}`} title={keyId}>
          {shortId(keyId)}
        </Link>{' '}
        <CopyButton text={keyId} label={`Copy key id ${keyId}`} className="reveal" />
      </td>
      <td className="at-d">{key && <KeyStatus state={key.state} deletionAt={key.deletionAt} />}</td>
      <td className="mono text-ink-2">{key?.spec}</td>
      <td className="text-ink-2">{key && usageText(key.usage)}</td>
    </>
  )
}
