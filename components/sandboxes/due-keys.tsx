import type { DueChangesDto } from '#console/dto/sandboxes.ts'
import { count, keyIdOf, shortId } from '../format.ts'
import { pathsOf } from '../hooks/frame.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { changesText } from './clock-words.ts'

/** As many keys are named; the others are counted. */
const NAMED = 5

interface DueKeysProps {
  readonly sandbox: string
  readonly changes: DueChangesDto
  readonly onFollow: (() => void) | undefined
}

/** What fell due of one kind, with links to the keys: to what the log tells of those that are gone. */
export function DueKeys({ sandbox, changes, onFollow }: DueKeysProps) {
  const { kind, keys, keyCount } = changes
  const named = keys.slice(0, NAMED)
  return (
    <>
      {changesText(changes)}:{' '}
      {named.map((arn, index) => {
        const [, , , region = '', account = ''] = arn.split(':')
        const keyId = keyIdOf(arn)
        const paths = pathsOf({ sandbox, account, region })
        const log = `${paths.audit}?${new URLSearchParams({ key: arn })}`
        return (
          <span key={arn}>
            {index > 0 && ', '}
            <Link
              href={kind === 'deleted' ? log : paths.key(keyId)}
              title={arn}
              onClick={() => onFollow?.()}
              className={`mono whitespace-nowrap ${textLink}`}
            >
              {shortId(keyId)}
            </Link>
          </span>
        )
      })}
      {keyCount > named.length && ` and ${count(keyCount - named.length)} more`}.
    </>
  )
}
