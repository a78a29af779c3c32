'use client'

import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { keyTypeText, usageText } from '../format.ts'
import { keyName } from '../keys/key-name.ts'
import { KeyStatus } from '../keys/key-status.tsx'
import { Icon } from '../ui/icon.tsx'
import { caution } from './fit.ts'

interface FitTableProps {
  readonly from: KeyChoiceDto
  readonly to: KeyChoiceDto | undefined
}

/** Both keys side by side: AWS moves an alias only between keys of one type and one usage. */
export function FitTable({ from, to }: FitTableProps) {
  const warning = to && caution(from, to)
  const rows = [
    { name: 'Type', must: true, of: (key: KeyChoiceDto) => keyTypeText(key.spec) },
    { name: 'Usage', must: true, of: (key: KeyChoiceDto) => usageText(key.usage) },
    { name: 'Spec', must: false, of: (key: KeyChoiceDto) => key.spec },
  ]
  return (
    <div className="overflow-hidden rounded-m border border-line">
      <table className="tbl tight even">
        <thead>
          <tr>
            <th className="w-18">
              <span className="sr-only">Property</span>
            </th>
            <th>Now</th>
            <th>Then</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="text-ink-3">Key</td>
            <td className="font-strong">{keyName(from)}</td>
            <td className="font-strong">
              {to ? keyName(to) : <span className="font-normal text-ink-3">not chosen</span>}
            </td>
          </tr>
          {rows.map(({ name, must, of }) => (
            <tr key={name}>
              <td className="text-ink-3">{name}</td>
              <td>{of(from)}</td>
              <td>
                {to && (
                  <span className="inline-flex items-center gap-1.5">
                    {of(to)}
                    {of(from) === of(to) ? (
                      must && (
                        <>
                          <Icon name="check" className="size-3.5 text-accent" />
                          <span className="sr-only">the same, as it must be</span>
                        </>
                      )
                    ) : (
                      <>
                        <Icon name="warning" className="size-3.5 text-warn" />
                        <span className="sr-only">another one</span>
                      </>
                    )}
                  </span>
                )}
              </td>
            </tr>
          ))}
          <tr>
            <td className="text-ink-3">Status</td>
            <td>
              <KeyStatus state={from.state} />
            </td>
            <td>{to && <KeyStatus state={to.state} />}</td>
          </tr>
        </tbody>
      </table>
      {warning && <p className="border-line border-t bg-warn-soft px-4 py-2 text-md text-warn">{warning}</p>}
    </div>
  )
}
