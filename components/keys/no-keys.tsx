'use client'

import { LoadDemo } from '../demo/load-demo.tsx'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Empty } from '../ui/states.tsx'
import { isKeyFilter } from './list-params.ts'

/** The Region has no key yet: what a key is, and the two ways to make one. */
export function NoKeys() {
  const { scope, endpoint } = useFrame()
  const { createKey } = usePaths()
  const line = `aws kms create-key --region ${scope.region} --endpoint-url ${endpoint}`
  return (
    <Card>
      <Empty
        icon="key"
        title={`No keys in ${scope.region} yet`}
        action={
          <Link href={createKey} className={buttonClass('primary')}>
            <Icon name="plus" />
            Create your first key
          </Link>
        }
      >
        <p>
          A key encrypts and decrypts without ever leaving this service. Make one here, or from a terminal with the same
          effect:
        </p>
        <p className="mono flex max-w-full items-center gap-2 rounded-m bg-hover px-3 py-1.5 text-left text-ink">
          <span className="min-w-0 text-wrap wrap-anywhere">{line}</span>
          <CopyButton text={line} label="Copy command" />
        </p>
      </Empty>
      <LoadDemo />
    </Card>
  )
}

/** Keys there are, but none that passes the filter. */
export function NoMatch() {
  const { hrefWith, params } = useUrlState()
  const filters = [...params.keys()].filter((name) => isKeyFilter(name) || name === 'page')
  const nothing = Object.fromEntries(filters.map((name) => [name, undefined]))
  return (
    <Card>
      <Empty
        icon="search"
        title="No key matches this filter"
        action={
          <Link href={hrefWith(nothing)} className={buttonClass()}>
            Clear the filter
          </Link>
        }
      />
    </Card>
  )
}
