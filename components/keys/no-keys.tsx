'use client'

import { LoadDemo } from '../demo/load-demo.tsx'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CliCommand } from '../ui/cli-command.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Empty } from '../ui/states.tsx'
import { isKeyFilter } from './list-params.ts'

/** The Region has no key yet: what a key is, and the two ways to make one. */
export function NoKeys() {
  const { scope } = useFrame()
  const { createKey } = usePaths()
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
        <CliCommand call={{ operation: 'CreateKey', input: {} }} />
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
