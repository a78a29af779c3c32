'use client'

import type { CustomKeyStoreDto, StoredKeyDto } from '#console/dto/key-stores.ts'
import { aliasText, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { KeyStatus } from '../keys/key-status.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { Ago } from '../ui/time.tsx'

interface StoredKeysProps {
  readonly store: CustomKeyStoreDto
  readonly keys: readonly StoredKeyDto[]
}

/** The keys in a key store, as far as the caller may see them. */
export function StoredKeys({ store, keys }: StoredKeysProps) {
  const { createKey } = usePaths()
  const external = store.type === 'EXTERNAL_KEY_STORE'
  return (
    <Card
      title="Keys in it"
      aside={<span className="tabular-nums">{keys.length}</span>}
      actions={
        store.state === 'CONNECTED' ? (
          <Link href={`${createKey}?store=${store.id}`} className={buttonClass('plain', 'small')}>
            Create a key here
          </Link>
        ) : (
          <Button size="small" reason="Only while it is connected">
            Create a key here
          </Button>
        )
      }
    >
      {keys.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">
          None. {external ? 'Each takes one external key into service, by the id that the proxy knows.' : ''}
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table className="tbl two-line">
            <thead>
              <tr>
                <th>Key</th>
                <th>Status</th>
                {external && <th>External key</th>}
                <th>Last used</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <KeyRow key={key.keyId} stored={key} external={external} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function KeyRow({ stored, external }: { readonly stored: StoredKeyDto; readonly external: boolean }) {
  const { keyId, aliases, state, deletionAt, xksKeyId, lastUsedAt } = stored
  const { key } = usePaths()
  const [alias] = aliases
  return (
    <tr>
      <td className="at-a">
        <Link href={key(keyId)} className="row-link">
          {alias && <bdi className="mr-2 font-strong">{aliasText(alias)}</bdi>}
          <span className="mono text-ink-2">{shortId(keyId)}</span>
        </Link>
      </td>
      <td className="at-b">
        <KeyStatus state={state} deletionAt={deletionAt} />
      </td>
      {external && <td className="at-c mono max-w-80 truncate">{xksKeyId}</td>}
      <td className="at-d text-ink-2">
        {lastUsedAt === undefined ? (
          <span className="text-ink-3">
            never<span className="sm:hidden"> used</span>
          </span>
        ) : (
          <>
            <span className="text-ink-3 sm:hidden">used </span>
            <Ago time={lastUsedAt} />
          </>
        )}
      </td>
    </tr>
  )
}
