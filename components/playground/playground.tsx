'use client'

import { type Dispatch, lazy, type SetStateAction, Suspense, useEffect, useMemo } from 'react'
import { useBlobKey } from '../blob/blob-key.tsx'
import { layoutOf } from '../blob/layout.ts'
import { base64Input, fromBase64, readBytes, sameBytes, toBase64Url } from '../bytes.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAlive } from '../hooks/use-alive.ts'
import { Card } from '../ui/card.tsx'
import { Empty, ErrorPanel } from '../ui/states.tsx'
import { CallForm } from './call-form.tsx'
import { contextOf, pairsOf } from './context.ts'
import { buildCall, type Draft, limitsAsked, wireBody, withBytes } from './draft.ts'
import { NextButton } from './next-button.tsx'
import { formOf, kindReason, type Op, takesContext } from './operations.ts'
import type { Told } from './story/step.ts'
import { storyOf } from './story/story.ts'
import { StoryCard } from './story-card.tsx'
import type { ChoiceState } from './use-choice.ts'
import { bytesIn, type CallAction, type Exchange, usePlayground } from './use-playground.ts'

// What only shows when there is something to show is loaded then.
const BlobCard = lazy(async () => ({ default: (await import('../blob/blob-card.tsx')).BlobCard }))
const AnswerCards = lazy(async () => ({ default: (await import('./answer-cards.tsx')).AnswerCards }))
const FailureCard = lazy(async () => ({ default: (await import('./failure-card.tsx')).FailureCard }))
const ContextHelp = lazy(async () => ({ default: (await import('./context-help.tsx')).ContextHelp }))
const OutsideCard = lazy(async () => ({ default: (await import('./outside/outside-card.tsx')).OutsideCard }))

type SetDraft = Dispatch<SetStateAction<Draft>>

interface PlaygroundProps {
  readonly state: ChoiceState
  readonly fixed: boolean
  readonly call: CallAction
}

/** An operation on the left, what it does and gives on the right. */
export function Playground({ state, fixed, call: action }: PlaygroundProps) {
  const { choice, keyId, toId } = state
  const alive = useAlive()
  const form = formOf(choice.op)
  const { data: kind, error } = useConsoleQuery(
    'key',
    { id: keyId },
    { enabled: keyId !== undefined && form.usage !== undefined },
  )
  const { data: to } = useConsoleQuery(
    'key',
    { id: toId },
    { enabled: toId !== undefined && choice.op === 'ReEncrypt' },
  )
  const { draft, setDraft, exchange: last, remembered, failure: failed, busy, call } = usePlayground(action)
  useBlobOfAddress(state, draft, setDraft)
  const key = form.usage === undefined ? undefined : kind
  const asked = { choice, draft, key, to }
  const built = buildCall(asked)
  const failure = failed?.op === choice.op ? failed : undefined
  const exchange = !failure && last?.op === choice.op ? last : undefined
  const explained = failure?.error.code === 'InvalidCiphertextException' && (!key || takesContext(key.spec))
  const opens = choice.op === 'Decrypt' || choice.op === 'Inspect'
  const story = useStory(choice.op, asked, exchange, built)
  const blob = form.fields.find(({ name }) => name === 'ciphertext') ? bytesOfDraft(draft) : undefined
  function go(op: Op, next: Draft) {
    setDraft(next)
    state.setOp(op)
    const follow = buildCall({ ...asked, choice: { ...choice, op }, draft: next })
    if ('call' in follow) call(op, follow.call)
  }
  return (
    <div className="grid grid-cols-[432px_minmax(0,1fr)] items-start gap-4 max-lg:grid-cols-1">
      <CallForm
        state={state}
        fixed={fixed}
        kind={key}
        keyError={error && form.usage !== undefined && <ErrorPanel error={error.error} />}
        to={to}
        draft={draft}
        setDraft={setDraft}
        built={built}
        busy={busy}
        submit={() => 'call' in built && call(choice.op, built.call)}
        exchange={exchange}
        next={exchange && key && <NextButton exchange={exchange} draft={draft} go={go} />}
      />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
        <Suspense fallback={null}>
          {failure && <FailureCard failure={failure} />}
          {failure && explained && (
            <ContextHelp
              failure={failure}
              remembered={remembered}
              take={(context) => setDraft({ ...draft, context: pairsOf(context) })}
            />
          )}
          {opens && exchange && <AnswerCards key={exchange.answer.requestId} exchange={exchange} />}
        </Suspense>
        {choice.op === 'Inspect' && !blob && <NothingToInspect />}
        {story && <StoryCard key={choice.op} story={story.story} done={story.done} />}
        <Suspense fallback={null}>
          {!opens && exchange && <AnswerCards key={exchange.answer.requestId} exchange={exchange} />}
          {blob && (
            <BlobCard
              title={choice.op === 'Inspect' ? 'What it says of itself' : 'The ciphertext you gave'}
              bytes={blob}
            />
          )}
          {alive && key && !kindReason(choice.op, key) && (
            <OutsideCard
              choice={choice}
              kind={key}
              draft={draft}
              exchange={exchange}
              action={action}
              onPartner={(publicKey) => setDraft(withBytes(draft, { publicKey: base64Input(publicKey) }))}
            />
          )}
        </Suspense>
      </div>
    </div>
  )
}

function NothingToInspect() {
  return (
    <Card>
      <Empty icon="search" title="Paste any ciphertext">
        <p>Keystead names its key, material and Region without decrypting it, and shows what each byte is.</p>
      </Empty>
    </Card>
  )
}

function bytesOfDraft({ bytes }: Draft): Uint8Array | undefined {
  const read = readBytes(bytes.ciphertext)
  return 'bytes' in read && read.bytes.length > 0 ? read.bytes : undefined
}

/** A blob of the address comes into the field; one of ours that is pasted to be inspected goes into the address. */
function useBlobOfAddress({ blob, choice, set }: ChoiceState, draft: Draft, setDraft: SetDraft) {
  const { op } = choice
  const typed = op === 'Inspect' ? bytesOfDraft(draft) : undefined
  const shown = typed && layoutOf(typed).kind === 'keystead' ? addressed(typed) : undefined
  useEffect(() => {
    const given = blob === null ? undefined : fromBase64(blob)
    if (given) setDraft((now) => withCiphertext(now, given))
  }, [blob, setDraft])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows the field, not the other way round
  useEffect(() => {
    if (shown !== undefined && shown !== blob) set({ op, blob: shown }, 'replace')
  }, [shown])
}

/** What is typed stays as it is written, where it says the same. */
function withCiphertext(draft: Draft, given: Uint8Array): Draft {
  const typed = bytesOfDraft(draft)
  return typed && sameBytes(typed, given) ? draft : withBytes(draft, { ciphertext: base64Input(given) })
}

/** Base64 for addresses (RFC 4648 section 5). */
function addressed(bytes: Uint8Array): string {
  return toBase64Url(bytes)
}

type BuildAsked = Parameters<typeof buildCall>[0]

/** The story of the last call while the form still says that call, else of the one to come. */
function useStory(op: Op, asked: BuildAsked, exchange: Exchange | undefined, built: ReturnType<typeof buildCall>) {
  const { draft, key, choice } = asked
  const done = exchange !== undefined && 'call' in built && wireBody(built.call) === wireBody(exchange.call)
  const blob = done
    ? (bytesIn(exchange.output, 'CiphertextBlob') ?? bytesIn(exchange.output, 'PrivateKeyCiphertextBlob'))
    : undefined
  const layout = useMemo(() => blob && layoutOf(blob), [blob])
  const { data } = useBlobKey(layout)
  if (formOf(op).usage !== undefined && !key) return undefined
  const { spec, algorithm, messageType } = limitsAsked(choice, key)
  const told: Told = {
    ...{ op, spec, algorithm, messageType, done },
    external: key?.origin === 'EXTERNAL_KEY_STORE',
    context: contextOf(draft.context),
    toContext: contextOf(draft.toContext),
    input: (member) => inputBytes(op, draft, member),
    output: (member) => (done ? bytesIn(exchange.output, member) : undefined),
    material: data?.found?.material?.number,
    digest: done ? exchange.digest : undefined,
    valid: done ? exchange.output.SignatureValid === true || exchange.output.MacValid === true : undefined,
  }
  const story = storyOf(told)
  return story && { story, done }
}

function inputBytes(op: Op, draft: Draft, member: string): Uint8Array | undefined {
  const field = formOf(op).fields.find((each) => each.member === member)
  const read = field && readBytes(draft.bytes[field.name])
  return read && 'bytes' in read ? read.bytes : undefined
}
