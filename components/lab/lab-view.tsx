'use client'

import { Button } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { LabAnswer } from './lab-answer.tsx'
import { LabPoliciesCard } from './lab-policies.tsx'
import { LabQuestion } from './lab-question.tsx'
import { useLab } from './use-lab.ts'

/** Asks the evaluator about policies, grants and requests that need not exist. */
export function LabView() {
  const { state, set, subjects, recorded, decided, error } = useLab()
  const copy = useCopy()
  return (
    <>
      <PageHead
        title="Policy lab"
        actions={
          <Button icon="external" onClick={() => copy(window.location.href)}>
            Copy link
          </Button>
        }
      >
        <p className="max-w-[72ch] text-ink-2">
          Any principal, any policies, any request: decided and explained at once, by the evaluator that decides calls.
          Nothing here is saved or sent, and nothing touches a key.
        </p>
      </PageHead>
      {error && <ErrorPanel error={error.error} />}
      {!state ? (
        !error && <Skeleton />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,480px)] items-start gap-4 max-lg:grid-cols-1">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 max-lg:order-1">
            <LabQuestion state={state} set={set} subjects={subjects} />
            <LabPoliciesCard state={state} set={set} />
          </div>
          <LabAnswer state={state} subjects={subjects} recorded={recorded} was={decided?.outcome} />
        </div>
      )}
    </>
  )
}
