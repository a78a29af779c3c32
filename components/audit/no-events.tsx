'use client'

import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CliCommand } from '../ui/cli-command.tsx'
import { Link } from '../ui/link.tsx'
import { Empty } from '../ui/states.tsx'
import { isFiltered, NO_FILTERS } from './list-params.ts'

/** Nothing is selected: what would be here, and how to get something. */
export function NoEvents({ ofKey }: { readonly ofKey: boolean }) {
  const { params, hrefWith } = useUrlState()
  const search = paramsOf(params)
  const filtered = isFiltered(search) || params.get('crypto') === 'hide'
  const action = (
    <Link href={hrefWith({ ...NO_FILTERS, crypto: undefined })} className={buttonClass()}>
      Clear all filters
    </Link>
  )
  return (
    <Card>
      <Empty icon="list" title={filtered ? 'No event matches' : 'Nothing has happened yet'} action={filtered && action}>
        <p>
          {filtered
            ? 'Every call, allowed or not, from the console and from programs, is recorded. None in this Region is as the filters say; All Regions looks further.'
            : `Every call ${ofKey ? 'on this key' : 'in this Region'}, allowed or not, stands here before it is answered. Make one:`}
        </p>
        {!filtered && !ofKey && <CliCommand call={{ operation: 'ListKeys', input: {} }} />}
      </Empty>
    </Card>
  )
}
