'use client'

import { useState } from 'react'
import { type BytesInput, fromBase64, readBytes, sameBytes, spacedHex, toText } from '../../bytes.ts'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextAreaField } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { wireBody } from '../draft.ts'
import { bytesIn, type CallAction, type Exchange } from '../use-playground.ts'
import { isAesKey, openWith, type Sealed, sealWith } from './exchange.ts'
import { Body, browserProblem, type Result, ResultLine } from './result-line.tsx'

interface EnvelopeCardProps {
  readonly exchange: Exchange
  readonly action: CallAction
}

/** The envelope by hand: encrypt data here with the data key, throw it away, let Decrypt bring it back, open. */
export function EnvelopeCard({ exchange, action }: EnvelopeCardProps) {
  const dataKey = bytesIn(exchange.output, 'Plaintext')
  if (!dataKey || !isAesKey(dataKey.length)) {
    return (
      <Card title="Use the data key">
        <Body>
          <p className="text-ink-2">
            WebCrypto takes keys of 16 or 32 bytes for AES-GCM, and this one has {dataKey?.length ?? 0}.
          </p>
        </Body>
      </Card>
    )
  }
  return <Envelope key={exchange.answer.requestId} exchange={exchange} action={action} dataKey={dataKey} />
}

interface EnvelopeProps extends EnvelopeCardProps {
  readonly dataKey: Uint8Array<ArrayBuffer>
}

function Envelope({ exchange, action, dataKey }: EnvelopeProps) {
  const [data, setData] = useState<BytesInput>({ form: 'text', text: '' })
  const [sealed, setSealed] = useState<Sealed>()
  const [result, setResult] = useState<Result>()
  const { run, busy, error } = useAction(action, {
    quiet: true,
    keepsReads: true,
    onDone: ({ body }) => {
      const again = fromBase64(String(JSON.parse(body).Plaintext))
      if (sealed && again) open(again, sealed)
    },
  })
  async function open(again: Uint8Array<ArrayBuffer>, from: Sealed) {
    try {
      const opened = await openWith(again, from)
      const same = sameBytes(again, dataKey)
      setResult({
        kind: same ? 'good' : 'bad',
        words: `Decrypt gave the data key back, and it opened the data: ${toText(opened) ?? `${opened.length} bytes`}`,
      })
    } catch (thrown) {
      setResult(browserProblem(thrown))
    }
  }
  async function seal() {
    const read = readBytes(data)
    if (!('bytes' in read)) return
    setResult(undefined)
    try {
      setSealed(await sealWith(dataKey, read.bytes))
    } catch (thrown) {
      setResult(browserProblem(thrown))
    }
  }
  function unwrap() {
    const { CiphertextBlob } = exchange.output
    const { EncryptionContext, KeyId } = exchange.call.input
    const input = { KeyId, CiphertextBlob, ...(EncryptionContext === undefined ? {} : { EncryptionContext }) }
    run({ operation: 'Decrypt', body: wireBody({ operation: 'Decrypt', input }) })
  }
  return (
    <Card title="Use the data key" aside="in this browser, AES-GCM">
      <Body>
        <TextAreaField
          label="Your data"
          rows={2}
          value={data.text}
          onChange={(event) => setData({ form: 'text', text: event.target.value })}
          autoComplete="off"
          hint="It never leaves this browser, and may be of any size"
        />
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            icon="lock"
            reason={data.text === '' ? 'Type some data first' : undefined}
            onClick={seal}
          >
            Encrypt it here
          </Button>
          <Button
            size="small"
            icon="key"
            busy={busy}
            reason={sealed ? undefined : 'Encrypt some data first'}
            onClick={unwrap}
          >
            Unwrap the key by Decrypt, and open
          </Button>
        </div>
        {sealed && (
          <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
            <dt className="text-ink-3">IV</dt>
            <dd className="mono wrap-anywhere">{spacedHex(sealed.iv)}</dd>
            <dt className="text-ink-3">Sealed data</dt>
            <dd className="mono wrap-anywhere">{spacedHex(sealed.bytes, 64)}</dd>
          </dl>
        )}
        <ResultLine result={result} />
        {error && <ErrorPanel error={error} />}
      </Body>
    </Card>
  )
}
