'use client'

import { type FormEvent, type KeyboardEvent, lazy, type ReactNode, Suspense } from 'react'
import { principalParts } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useAlive } from '../hooks/use-alive.ts'
import { useModifier } from '../hooks/use-modifier.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Switch } from '../ui/switch.tsx'
import { ByteField } from './byte-field.tsx'
import { ContextFields } from './context-fields.tsx'
import { type Built, type Draft, type KeyKind, limitsAsked, withBytes } from './draft.ts'
import { KeyField } from './key-field.tsx'
import { limitOf } from './limits.ts'
import { formOf, takesContext } from './operations.ts'
import { AlgorithmFields, DataKeyFields, DestinationField, NumberField } from './part-fields.tsx'
import type { ChoiceState } from './use-choice.ts'
import type { Exchange } from './use-playground.ts'

const CallSnippets = lazy(async () => ({ default: (await import('./call-snippets.tsx')).CallSnippets }))

interface CallFormProps {
  readonly state: ChoiceState
  /** Whether the key is given by the page, and no choice. */
  readonly fixed: boolean
  readonly kind: KeyKind | undefined
  readonly keyError: ReactNode
  readonly to: KeyKind | undefined
  readonly draft: Draft
  readonly setDraft: (draft: Draft) => void
  readonly built: Built
  readonly busy: boolean
  readonly submit: () => void
  readonly exchange: Exchange | undefined
  /** What can be done with the answer. */
  readonly next: ReactNode
}

/** One operation as a form: what it takes, the call that it amounts to, and the button that makes it. */
export function CallForm(props: CallFormProps) {
  const { state, built, busy, submit, exchange, next, kind, keyError } = props
  const form = formOf(state.choice.op)
  // A press before React has taken over would send the form as an address.
  const alive = useAlive()
  const reason = 'problem' in built ? built.problem : undefined
  const waiting = form.usage !== undefined && !kind && state.keyId !== undefined && !keyError
  function send(event: FormEvent) {
    event.preventDefault()
    if (!reason && !busy) submit()
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send(event)
  }
  return (
    <Card title={form.label} actions={exchange && <Answered exchange={exchange} />}>
      <form
        onSubmit={send}
        onKeyDown={onKeyDown}
        className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4"
        autoComplete="off"
      >
        <p className="text-ink-2">{form.does}</p>
        {!props.fixed && form.usage !== undefined && <KeyField state={state} />}
        {keyError}
        {waiting ? <FieldsSkeleton /> : <Fields {...props} />}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={busy || !alive} reason={reason}>
            {form.op === 'Inspect' ? 'Was the context right?' : form.label}
            <span className="kbd">{useModifier()} ↵</span>
          </Button>
          {next}
        </div>
      </form>
      <Suspense fallback={null}>{'call' in built && <CallSnippets call={built.call} />}</Suspense>
    </Card>
  )
}

/** In the shape of a field for bytes and one for the context. */
function FieldsSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="skeleton grid gap-4">
      {['h-[75px]', 'h-7'].map((height) => (
        <div key={height} className="grid gap-1.5">
          <span className="h-[18px] w-24 rounded-s bg-active" />
          <span className={`rounded-m bg-hover ${height}`} />
        </div>
      ))}
    </div>
  )
}

function Answered({ exchange: { answer } }: { readonly exchange: Exchange }) {
  const paths = usePaths()
  return (
    <span className="text-ink-3 text-md">
      {Math.max(1, Math.round(answer.milliseconds))} ms, as <bdi>{principalParts(answer.principalArn).join('')}</bdi> ·{' '}
      <Link href={`${paths.audit}?request=${encodeURIComponent(answer.requestId)}`} className={textLink}>
        in the audit log
      </Link>
    </span>
  )
}

function Fields({ state, kind, to, draft, setDraft }: CallFormProps) {
  const { choice } = state
  const { fields, parts, usage } = formOf(choice.op)
  const isBlob = kind === undefined || takesContext(kind.spec) || usage === undefined
  return (
    <>
      {parts.some((part) => part === 'data-key' || part === 'pair-spec') && <DataKeyFields state={state} />}
      {parts.includes('random') && <NumberField state={state} />}
      <AlgorithmFields state={state} kind={kind} />
      {fields.map((field) => (
        <ByteField
          key={field.name}
          field={field}
          input={draft.bytes[field.name]}
          limit={limitOf(field.name, limitsAsked(choice, kind))}
          onChange={(input) => setDraft(withBytes(draft, { [field.name]: input }))}
        />
      ))}
      {parts.includes('context') && isBlob && (
        <ContextFields
          legend={choice.op === 'ReEncrypt' ? 'Encryption context of the source' : 'Encryption context'}
          noun="pair"
          pairs={draft.context}
          onChange={(context) => setDraft({ ...draft, context })}
        />
      )}
      {parts.includes('to') && (
        <>
          <DestinationField state={state} to={to} />
          {(!to || takesContext(to.spec)) && (
            <ContextFields
              legend="Encryption context of the destination"
              noun="destination pair"
              pairs={draft.toContext}
              onChange={(toContext) => setDraft({ ...draft, toContext })}
            />
          )}
        </>
      )}
      {choice.op !== 'GenerateRandom' && <Options draft={draft} setDraft={setDraft} />}
    </>
  )
}

function Options({ draft, setDraft }: Pick<CallFormProps, 'draft' | 'setDraft'>) {
  return (
    <details className="group" open={draft.dryRun || draft.grantTokens !== '' || undefined}>
      <summary className="w-max rounded-s font-medium text-ink-2 text-md hover:text-ink max-sm:py-1">
        Grant tokens and dry run
      </summary>
      <div className="grid gap-2 pt-3">
        <TextField
          label="Grant tokens"
          placeholder="none"
          value={draft.grantTokens}
          onChange={(event) => setDraft({ ...draft, grantTokens: event.target.value })}
          hint="Of a grant that is only minutes old; several with spaces between"
        />
        <Switch checked={draft.dryRun} onChange={(dryRun) => setDraft({ ...draft, dryRun })}>
          Dry run: is it allowed?
        </Switch>
      </div>
    </details>
  )
}
