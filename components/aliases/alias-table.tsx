'use client'

import { useState } from 'react'
import type { AliasDto } from '#console/dto/keys.ts'
import { aliasText, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { KeyStatus } from '../keys/key-status.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'
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
            <th>Alias</th>
            {hideTarget ? (
              <th>Updated</th>
            ) : (
              <>
                <th>Target key</th>
                <th>Key status</th>
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
              <td className="at-a">
                <span className="font-strong">{aliasText(alias.name)}</span>{' '}
                <CopyButton text={alias.name} label={`Copy ${alias.name}`} className="reveal" />
              </td>
              {hideTarget ? (
                <td className="at-c text-ink-2">{alias.updatedAt !== undefined && <Ago time={alias.updatedAt} />}</td>
              ) : (
                <>
                  <td className="at-c">
                    <TargetLink keyId={alias.keyId} />
                  </td>
                  <td className="at-d">{alias.keyState && <KeyStatus state={alias.keyState} />}</td>
                </>
              )}
              <td className="at-b end">
                {!fixed && (
                  <>
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
                      className="size-7 align-bottom"
                      onClick={() => setDeleted(alias)}
                    />
                  </>
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

function TargetLink({ keyId }: { readonly keyId: string }) {
  const { key } = usePaths()
  return (
    <Link href={key(keyId)} className={`mono ${textLink}`} title={keyId}>
      {shortId(keyId)}
    </Link>
  )
}
