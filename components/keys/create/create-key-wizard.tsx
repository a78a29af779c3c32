'use client'

import { useRouter } from 'next/navigation'
import { type ComponentType, type FormEvent, lazy, Suspense, useRef } from 'react'
import type { CreatedKeyDto, NewKeyDto } from '#console/dto/changes.ts'
import { usePaths, useScope } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { type Action, useAction } from '../../hooks/use-action.ts'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { useToast } from '../../ui/toast.tsx'
import { ConfigureStep, type StepProps } from './configure-step.tsx'
import { newKey } from './draft.ts'
import { useDraft } from './draft-store.ts'
import { KeySummary } from './key-summary.tsx'
import { LabelsStep } from './labels-step.tsx'
import { StepNav } from './step-nav.tsx'
import { firstProblem, parseStep, placeOf, type StepId, stepAt, stepProblem } from './steps.ts'
import { WizardFooter } from './wizard-footer.tsx'

interface CreateKeyWizardProps {
  readonly createKey: Action<[form: NewKeyDto], CreatedKeyDto>
}

const AdministratorsStep = lazy(async () => ({ default: (await import('./policy-steps.tsx')).AdministratorsStep }))
const UsersStep = lazy(async () => ({ default: (await import('./policy-steps.tsx')).UsersStep }))
const ReviewStep = lazy(async () => ({ default: (await import('./review-step.tsx')).ReviewStep }))

const BODIES: Readonly<Record<StepId, ComponentType<StepProps>>> = {
  configure: ConfigureStep,
  labels: LabelsStep,
  administrators: AdministratorsStep,
  users: UsersStep,
  review: ReviewStep,
}

/** From what the key shall do to its policy, with the call that it amounts to beside it. Nothing is made before the end. */
export function CreateKeyWizard({ createKey }: CreateKeyWizardProps) {
  const scope = useScope()
  const paths = usePaths()
  const { params, set: setUrl } = useUrlState()
  const step = parseStep(params.get('step'))
  const { draft, set, clear, kept } = useDraft()
  const { data: keys = [] } = useConsoleQuery('choices')
  const { create, busy, error } = useCreate(createKey, clear)
  const problem = step === 'review' ? undefined : stepProblem(step, draft, keys)
  const first = firstProblem(draft, keys)
  const reason = step === 'review' ? first && `${first.label}: ${first.problem}` : problem
  const Body = BODIES[step]

  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason !== undefined) return
    if (step === 'review') create(newKey(draft, scope))
    else setUrl({ step: stepAt(placeOf(step) + 1) })
  }

  return (
    <>
      <PageHead title="Create key" up={{ href: paths.keys, label: 'Customer managed keys', here: 'Create key' }} />
      <StepNav step={step} problemOf={(id) => stepProblem(id, draft, keys)} />
      <form
        onSubmit={submit}
        className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-8 max-lg:grid-cols-1 max-sm:gap-4"
      >
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Suspense fallback={<Skeleton />}>
            <Body draft={draft} set={set} />
          </Suspense>
          {error && <ErrorPanel error={error} />}
          <WizardFooter step={step} reason={reason} busy={busy} kept={kept} startOver={clear} />
        </div>
        <KeySummary draft={draft} />
      </form>
    </>
  )
}

/** Makes the key once, goes to it, and says what could not be added to it. */
function useCreate(createKey: CreateKeyWizardProps['createKey'], clear: () => void) {
  const router = useRouter()
  const paths = usePaths()
  const toast = useToast()
  // A second press comes before React has shown that the first was heard, and another while the next page loads.
  const asked = useRef(false)
  const { ask, busy, error } = useAction(createKey, {
    quiet: true,
    done: () => ({ title: 'Key created' }),
    onDone: ({ keyId, problems }) => {
      for (const { part, error } of problems) {
        const title = part === 'alias' ? 'The alias was not made' : 'Automatic rotation is not on'
        toast({ title, detail: `${error.code}. ${error.message}`, tone: 'error', error })
      }
      clear()
      router.push(paths.key(keyId))
    },
  })
  function create(form: NewKeyDto) {
    if (asked.current) return
    asked.current = true
    ask(form).catch(() => {
      // What went wrong is shown from `error`.
      asked.current = false
    })
  }
  return { create, busy, error }
}
