'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { CreatedKeyDto, NewKeyDto } from '#console/dto/changes.ts'
import { usePaths, useScope } from '../hooks/frame.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { useToast } from '../ui/toast.tsx'
import { KindFields, LabelFields, PolicyFields, RotationFields } from './create-key-fields.tsx'
import { noRotationReason } from './key-specs.ts'
import { KeySummary } from './key-summary.tsx'
import { type Draft, draftProblem, emptyDraft, newKey, withChange } from './new-key.ts'

interface CreateKeyFormProps {
  readonly createKey: Action<[form: NewKeyDto], CreatedKeyDto>
}

/** One page from what the key shall do to its policy, with the call that it amounts to beside it. */
export function CreateKeyForm({ createKey }: CreateKeyFormProps) {
  const scope = useScope()
  const paths = usePaths()
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(scope))
  const { run, busy, error } = useCreate(createKey)
  const problem = draftProblem(draft)
  const set = (change: Partial<Draft>) => setDraft((old) => withChange(old, change))

  function submit(event: FormEvent) {
    event.preventDefault()
    if (problem === undefined) run(newKey(draft))
  }

  return (
    <>
      <PageHead title="Create key" up={{ href: paths.keys, label: 'Customer managed keys', here: 'Create key' }} />
      <form
        onSubmit={submit}
        className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-8 border-line border-t pt-6 max-lg:grid-cols-1 max-sm:bleed max-sm:gutter"
      >
        <div className="grid gap-6">
          <KindFields draft={draft} set={set} />
          <LabelFields draft={draft} set={set} />
          {noRotationReason(draft) === undefined && <RotationFields draft={draft} set={set} />}
          <PolicyFields draft={draft} set={set} />
          {error && <ErrorPanel error={error} />}
          <footer className="sticky bottom-0 z-10 -mb-6 flex items-center gap-4 border-line border-t bg-page py-3 max-sm:bottom-15">
            <Link href={paths.keys} className={buttonClass()}>
              Cancel
            </Link>
            <span className="text-ink-3 max-sm:hidden">Usage, spec, origin and Regionality can never change.</span>
            <Button type="submit" variant="primary" busy={busy} reason={problem} className="ml-auto">
              Create key
            </Button>
          </footer>
        </div>
        <KeySummary draft={draft} />
      </form>
    </>
  )
}

/** Makes the key, goes to it, and says what could not be added to it. */
function useCreate(createKey: CreateKeyFormProps['createKey']) {
  const router = useRouter()
  const paths = usePaths()
  const toast = useToast()
  return useAction(createKey, {
    quiet: true,
    done: () => ({ title: 'Key created' }),
    onDone: ({ keyId, problems }) => {
      for (const { part, error } of problems) {
        const title = part === 'alias' ? 'The alias was not made' : 'Automatic rotation is not on'
        toast({ title, detail: `${error.code}. ${error.message}`, tone: 'error', error })
      }
      router.push(paths.key(keyId))
    },
  })
}
