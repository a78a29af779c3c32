'use client'

import { type ReactNode, useState } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { AddFilter } from '../../filters/add-filter.tsx'
import { aliasText } from '../../format.ts'
import { useFrame } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { paramsOf } from '../../keys/list-params.ts'
import { Link } from '../../ui/link.tsx'
import { isFiltered, NO_FILTERS } from '../list-params.ts'
import { Chip } from './chip.tsx'
import { type Choice, choicesOf, EVENT_FIELDS, type EventField } from './fields.ts'
import { TextBox } from './text-box.tsx'
import { TimePicker } from './time-picker.tsx'
import { ValueEditor } from './value-editor.tsx'

interface EventFilterBarProps {
  /** Events that are shown: their values are suggested. */
  readonly rows: readonly EventRowDto[]
  /** Of one key: there is nothing to choose among keys. */
  readonly ofKey: boolean
  readonly children?: ReactNode
}

const BAR =
  'max-sm:bleed max-sm:gutter relative mb-3 flex flex-wrap items-center gap-2 max-sm:mb-2 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:pb-1 max-sm:[scrollbar-width:none] max-sm:*:flex-none'

/** What is looked for: words, the time, and any number of filters. All of it stands in the address. */
export function EventFilterBar({ rows, ofKey, children }: EventFilterBarProps) {
  const { params, hrefWith } = useUrlState()
  const { choices, labelOf, wantKeys } = useChoices(rows)
  const fields = EVENT_FIELDS.filter(({ name }) => !(ofKey && KEY_FIELDS.includes(name)))
  const chips = fields.flatMap((field) =>
    [false, true].filter((not) => params.has(not ? `${field.name}!` : field.name)).map((not) => ({ field, not })),
  )
  return (
    <search className={BAR}>
      <TextBox />
      <TimePicker />
      {params.get('regions') === 'all' && !params.has('region') && <AllRegions />}
      {chips.map(({ field, not }) => (
        <Chip key={`${field.name}${not}`} field={field} not={not} labelOf={(value) => labelOf(field, value)}>
          {(close) => <ValueEditor field={field} not={not} choices={choices(field)} done={close} />}
        </Chip>
      ))}
      <AddFilter
        fields={fields.filter(({ name }) => name !== 'key')}
        onField={wantKeys}
        editor={(field, done) => <ValueEditor field={field} not={false} choices={choices(field)} done={done} />}
      />
      {isFiltered(paramsOf(params)) && (
        <Link
          href={hrefWith(NO_FILTERS)}
          scroll={false}
          className="rounded-m px-2.5 font-medium text-ink-2 text-md leading-7 hover:bg-hover"
        >
          Clear
        </Link>
      )}
      {children}
    </search>
  )
}

const KEY_FIELDS: readonly string[] = ['resource', 'alias', 'key']

function AllRegions() {
  return (
    <span className="inline-flex h-7 items-center rounded-m border border-line-strong px-2 text-md max-sm:h-[34px]">
      All Regions
    </span>
  )
}

/** What can be chosen for a field. The names of keys are asked for when somebody needs them: that is recorded. */
function useChoices(rows: readonly EventRowDto[]) {
  const { regions } = useFrame()
  const { params } = useUrlState()
  const [wantsKeys, setWantsKeys] = useState(false)
  const named = params.has('resource') || params.has('resource!')
  const { data: keys } = useConsoleQuery('choices', {}, { enabled: wantsKeys || named })
  const keyChoices = (keys ?? []).map(({ keyId, aliases: [first] }): Choice => {
    return { value: keyId, label: first ? aliasText(first) : keyId }
  })
  function choices(field: EventField): readonly Choice[] {
    if (field.name === 'resource') return keyChoices
    if (field.name === 'region') return regions.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
    return choicesOf(field, rows)
  }
  function labelOf(field: EventField, value: string): string {
    if (field.name === 'resource') {
      const id = value.slice(value.lastIndexOf('/') + 1)
      return keyChoices.find((key) => key.value === id)?.label ?? value
    }
    return field.choices?.find((choice) => choice.value === value)?.label ?? value
  }
  return { choices, labelOf, wantKeys: ({ name }: EventField) => name === 'resource' && setWantsKeys(true) }
}
