'use client'

import { usePaths } from '../hooks/frame.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { OperationBar } from './operation-bar.tsx'
import { formOf } from './operations.ts'
import { Playground } from './playground.tsx'
import { type ChoiceState, useChoice } from './use-choice.ts'
import type { CallAction } from './use-playground.ts'

interface PlaygroundPageProps {
  readonly call: CallAction
}

/** Every operation that uses a key, with real calls. */
export function PlaygroundPage({ call }: PlaygroundPageProps) {
  const state = useChoice(undefined)
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <PageHead title="Playground" />
        <Bar state={state} />
      </div>
      <Content state={state} call={call} fixed={false} />
    </>
  )
}

/** The same for one key, in its tab. */
export function KeyPlaygroundTab({ keyId, call }: PlaygroundPageProps & { readonly keyId: string }) {
  const state = useChoice(keyId)
  return (
    <>
      <Bar state={state} />
      <Content state={state} call={call} fixed />
    </>
  )
}

function Bar({ state }: { readonly state: ChoiceState }) {
  const kind = state.keys.find(({ keyId }) => keyId === state.keyId)
  return (
    <div className="mb-4 min-w-0">
      <OperationBar op={state.choice.op} kind={kind} keys={state.keys} onChange={(op) => state.setOp(op)} />
    </div>
  )
}

interface ContentProps extends PlaygroundPageProps {
  readonly state: ChoiceState
  readonly fixed: boolean
}

function Content({ state, call, fixed }: ContentProps) {
  const { choicesError, ready, keyId, choice } = state
  if (choicesError) return <ErrorPanel error={choicesError.error} />
  if (!ready) return <Skeleton />
  if (keyId === undefined && formOf(choice.op).usage !== undefined) return <NoKey />
  return <Playground state={state} fixed={fixed} call={call} />
}

function NoKey() {
  return (
    <Card>
      <Empty
        icon="key"
        title="There is no key in this Region"
        action={
          <Link href={usePaths().createKey} className={buttonClass('primary')}>
            Create key
          </Link>
        }
      >
        <p>Here you try what keys do: real calls, authorized and recorded like those of any program.</p>
      </Empty>
    </Card>
  )
}
