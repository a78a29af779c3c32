'use client'

import { JsonEditor } from '../editor/json-editor.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { completePolicy } from '../policy-editor/complete.ts'
import { Card } from '../ui/card.tsx'
import { Segments } from '../ui/segments.tsx'
import { type LabState, POLICY_KINDS, type PolicyKind, textOf } from './lab-state.ts'

const LABELS: Readonly<Record<PolicyKind, string>> = {
  key: 'Key policy',
  identity: 'IAM policy',
  boundary: 'Boundary',
  session: 'Session',
  serviceControl: 'SCP',
  grants: 'Grants',
}

const NOTES: Readonly<Record<PolicyKind, string>> = {
  key: 'Stands at the key and decides first.',
  identity: 'Attached to the principal. It counts where the key policy names the account.',
  boundary: 'Permissions boundary: what it does not allow, no IAM policy can. Empty for none.',
  session: 'Session policy: a further limit of one session. Empty for none.',
  serviceControl: 'Service control policy of the organisation: a ceiling for the whole account. Empty for none.',
  grants: 'A list of grants: grantee, operations and, where there are any, constraints.',
}

interface LabPoliciesProps {
  readonly state: LabState
  readonly set: (state: LabState) => void
}

/** The documents that have a say, one after the other. */
export function LabPoliciesCard({ state, set }: LabPoliciesProps) {
  const { params, hrefWith } = useUrlState()
  const asked = params.get('policy')
  const kind = POLICY_KINDS.find((one) => one === asked) ?? 'key'
  const { policies } = state
  const [, ...more] = policies.identity
  function change(text: string) {
    const next = kind === 'identity' ? { identity: [text, ...more] } : { [kind]: text }
    set({ ...state, policies: { ...policies, ...next } })
  }
  function show(next: PolicyKind) {
    window.history.replaceState(null, '', `${hrefWith({ policy: next })}${window.location.hash}`)
  }
  const options = POLICY_KINDS.map((value) => ({
    value,
    label: textOf(policies, value).trim() === '' ? LABELS[value] : `${LABELS[value]} •`,
  }))
  return (
    <Card
      title={<span className="sr-only">Policies</span>}
      aside={
        <span className="block max-w-full overflow-x-auto">
          <Segments label="Policy" value={kind} options={options} onChange={show} />
        </span>
      }
    >
      <p className="border-line-faint border-b px-4 py-2 text-ink-2 text-md">
        {NOTES[kind]}
        {kind === 'identity' && more.length > 0 && ` ${more.length} more are attached and count as they are.`}
      </p>
      <JsonEditor
        key={kind}
        label={LABELS[kind]}
        value={textOf(policies, kind)}
        onChange={change}
        {...(kind === 'grants' ? {} : { complete: completePolicy([]) })}
        height="min-h-52 max-h-[480px]"
      />
    </Card>
  )
}
