'use client'

import { useScope } from '../../hooks/frame.tsx'
import { radioClass } from '../../ui/radio.ts'
import { specsFor, usageOf } from '../key-specs.ts'

interface SpecTableProps {
  readonly usage: string
  readonly spec: string
  readonly onChange: (spec: string) => void
}

/** The key specs that do what the key shall do. */
export function SpecTable({ usage, spec, onChange }: SpecTableProps) {
  const { region } = useScope()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-title text-card">Key spec</legend>
      <div className="overflow-x-auto rounded-l border border-line">
        <table className="tbl tight two-line">
          <thead>
            <tr>
              <th>Spec</th>
              <th>Good for</th>
              <th className="end">{usageOf(usage).measure}</th>
            </tr>
          </thead>
          <tbody>
            {specsFor(usage, region).map((choice) => (
              <tr key={choice.spec} data-selected={choice.spec === spec}>
                <td className="at-a">
                  <label className="row-link mono flex cursor-pointer items-center gap-2.5">
                    <input
                      type="radio"
                      name="spec"
                      value={choice.spec}
                      checked={choice.spec === spec}
                      onChange={() => onChange(choice.spec)}
                      className={radioClass}
                    />
                    {choice.spec}
                  </label>
                </td>
                <td className="at-c text-ink-2">{choice.goodFor}</td>
                <td className="at-b end text-ink-2">{choice.size}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  )
}
