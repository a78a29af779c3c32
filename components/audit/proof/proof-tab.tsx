'use client'

import { useQuery } from '@tanstack/react-query'
import type { EventDto, ProofDto } from '#console/dto/events.ts'
import { save } from '../../export/save.ts'
import { count } from '../../format.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { type CheckedProof, checkProof } from './check-proof.ts'
import { ProofTree } from './proof-tree.tsx'

/** That an event is in the log that was signed, checked in this browser. */
export function ProofTab({ event }: { readonly event: EventDto }) {
  const { data, error } = useConsoleQuery('proof', { id: event.eventId }, { until: ({ proof }) => proof !== undefined })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  if (!data.proof) return <p role="status">The log is signed each second. This event waits for that.</p>
  return <Proof eventId={event.eventId} proof={data.proof} publicKey={data.publicKey} />
}

interface ProofProps {
  readonly eventId: string
  readonly proof: ProofDto
  readonly publicKey: string
}

function Proof({ eventId, proof, publicKey }: ProofProps) {
  // Browsers give these means to pages of secure origins only; the loopback address is one.
  const isAble = globalThis.crypto?.subtle !== undefined
  const { data: result, error } = useQuery({
    queryKey: ['checked proof', eventId, proof.checkpoint, publicKey],
    queryFn: () => checkProof(proof, publicKey, eventId),
    enabled: isAble,
    staleTime: 'static',
  })
  return (
    <section aria-label="Proof" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {!isAble && (
        <p className="flex gap-2 text-unavail">
          <Icon name="warning" className="mt-0.5 size-4" />
          This browser checks proofs only on a secure origin: HTTPS, or this computer itself. Download it instead.
        </p>
      )}
      {error && <Failed why="The browser could not check it." />}
      {result?.ok === false && <Failed why={result.why} />}
      {result?.ok && <Checked checked={result.checked} />}
      <Elsewhere eventId={eventId} proof={proof} publicKey={publicKey} />
    </section>
  )
}

function Failed({ why }: { readonly why: string }) {
  return (
    <p role="alert" className="flex items-center gap-2 rounded-m bg-loss-soft px-3 py-2 text-loss">
      <Icon name="warning" className="size-4" />
      <span>
        <b className="font-strong">The proof does not hold.</b> {why}
      </span>
    </p>
  )
}

function Checked({ checked }: { readonly checked: CheckedProof }) {
  const { leafNumber, size, steps, root, origin, time, isSigned } = checked
  return (
    <>
      <div role="status" className="flex gap-2.5 rounded-m bg-gain-soft px-3 py-2">
        <Icon name="shield" className="mt-0.5 size-4 text-gain" />
        <div>
          <p className="font-strong text-gain">In the sealed log, checked in this browser</p>
          <p className="text-ink-2 text-md tabular-nums">
            {isSigned
              ? `The hash of this event and ${steps.length} others come to the root that is signed.`
              : `The hash of this event and ${steps.length} others come to the root. This browser does not know Ed25519: the signature is not checked here.`}
          </p>
        </div>
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-md [&_dt]:text-ink-3">
        <dt>Leaf</dt>
        <dd className="tabular-nums">
          {count(leafNumber)} of {count(size)}
        </dd>
        <dt>Log</dt>
        <dd className="mono wrap-anywhere">{origin}</dd>
        <dt>Root</dt>
        <dd className="mono wrap-anywhere">{root}</dd>
        <dt>Signed</dt>
        <dd className="mono">{time}</dd>
      </dl>
      <ProofTree checked={checked} />
    </>
  )
}

/** The same for somebody who trusts neither this page nor this server. */
function Elsewhere({ eventId, proof, publicKey }: ProofProps) {
  const name = `proof-${eventId}.json`
  const command = `npx keystead verify --proof ${name} --public-key key.txt`
  return (
    <div className="grid gap-2 border-line border-t pt-4 text-md">
      <p className="text-ink-2">Check it elsewhere, with the public key that the first start printed:</p>
      <p className="flex items-center gap-2 rounded-m bg-sunken px-3 py-2">
        <code className="mono min-w-0 flex-1 wrap-anywhere">{command}</code>
        <CopyButton text={command} label="Copy command" />
      </p>
      <p className="flex items-center gap-2">
        <span className="text-ink-3">Public key</span>
        <code className="mono min-w-0 wrap-anywhere">{publicKey}</code>
        <CopyButton text={publicKey} label="Copy public key" />
      </p>
      <p>
        <Button
          size="small"
          icon="download"
          onClick={() => save(name, [`${JSON.stringify(proof, null, 2)}\n`], 'application/json')}
        >
          Download proof
        </Button>
      </p>
    </div>
  )
}
