'use client'

import type { Severity } from '#policy/lab/lint/lint.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { LINK } from './control-card.tsx'
import { lintSummary, type PlacedFinding } from './findings.ts'

const LOOKS: Readonly<Record<Severity, { readonly icon: IconName; readonly tone: string; readonly name: string }>> = {
  error: { icon: 'warning', tone: 'text-deletion', name: 'Error' },
  security: { icon: 'warning', tone: 'text-deletion', name: 'Security' },
  warning: { icon: 'warning', tone: 'text-warn', name: 'Warning' },
  suggestion: { icon: 'info', tone: 'text-ink-3', name: 'Note' },
}

interface LintCardProps {
  readonly findings: readonly PlacedFinding[]
  readonly goTo: (line: number) => void
  /** Why the draft of now cannot be judged. */
  readonly noPolicy?: string | undefined
}

/** What is unwise about the policy, and what to do about it. */
export function LintCard({ findings, goTo, noPolicy }: LintCardProps) {
  return (
    <Card title="Lint" actions={<span className="text-ink-3 text-md">{lintSummary(findings)}</span>}>
      {findings.length === 0 ? (
        <p className="px-4 py-3 text-ink-3">{noPolicy ? `${noPolicy}.` : 'Nothing to remark.'}</p>
      ) : (
        <ul>
          {findings.map((finding) => {
            const { icon, tone, name } = LOOKS[finding.severity]
            return (
              <li
                key={`${finding.code} ${finding.path} ${finding.message}`}
                className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-3 border-line-faint px-4 py-2.5 not-first:border-t"
              >
                <Icon name={icon} className={`mt-0.5 size-4 ${tone}`} />
                <p className="wrap-anywhere">
                  <span className="sr-only">{name}: </span>
                  <b className="font-strong">{finding.message}</b>{' '}
                  <span className="text-ink-2">{finding.nextStep}</span>
                </p>
                <button
                  type="button"
                  className={`self-start whitespace-nowrap ${LINK}`}
                  onClick={() => goTo(finding.line)}
                >
                  Line {finding.line}
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
