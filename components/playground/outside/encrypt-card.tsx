'use client'

import { useState } from 'react'
import { pemBytes } from '../../blob/der.ts'
import { fromBase64, sameBytes, toBase64 } from '../../bytes.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import type { CallAction } from '../use-playground.ts'
import { encryptOutside } from './exchange.ts'
import { Body, browserProblem, type Result, ResultLine } from './result-line.tsx'

interface EncryptCardProps {
  readonly keyId: string
  readonly algorithm: string
  readonly plaintext: Uint8Array<ArrayBuffer> | undefined
  readonly action: CallAction
}

/** Encrypts with the public key in this browser, then lets the service decrypt. */
export function EncryptCard({ keyId, algorithm, plaintext, action }: EncryptCardProps) {
  const known = algorithm.startsWith('RSAES_OAEP')
  const { data } = useConsoleQuery('publicKey', { id: keyId }, { enabled: known })
  const [result, setResult] = useState<Result>()
  const publicKey = data && pemBytes(data.pem)
  const { run, busy, error } = useAction(action, {
    quiet: true,
    keepsReads: true,
    onDone: ({ body }) => {
      const opened = fromBase64(String(JSON.parse(body).Plaintext))
      const same = opened !== undefined && plaintext !== undefined && sameBytes(opened, plaintext)
      setResult(
        same
          ? {
              kind: 'good',
              words: `Encrypted here with the public key, decrypted by the service: the same ${opened.length} bytes.`,
            }
          : { kind: 'bad', words: 'The service decrypted other bytes than are in the field now.' },
      )
    },
  })
  async function encrypt() {
    if (!publicKey || !plaintext) return
    setResult(undefined)
    try {
      const CiphertextBlob = toBase64(await encryptOutside(publicKey, algorithm, plaintext))
      run({
        operation: 'Decrypt',
        body: JSON.stringify({ KeyId: keyId, CiphertextBlob, EncryptionAlgorithm: algorithm }),
      })
    } catch (thrown) {
      setResult(browserProblem(thrown))
    }
  }
  const reason = plaintext ? (publicKey ? undefined : 'Reading the public key') : 'Type a plaintext first'
  return (
    <Card title="Check outside">
      <Body>
        <p className="text-ink-2">
          {known
            ? 'Anyone with the public key can encrypt, without an account and without a call. Only the service decrypts.'
            : `WebCrypto has no ${algorithm}. OpenSSL encrypts for it: openssl pkeyutl -encrypt -pubin -inkey public.pem -in plaintext.bin`}
        </p>
        {known && (
          <Button size="small" icon="lock" className="justify-self-start" busy={busy} reason={reason} onClick={encrypt}>
            Encrypt in this browser, decrypt inside
          </Button>
        )}
        <ResultLine result={result} />
        {error && <ErrorPanel error={error} />}
      </Body>
    </Card>
  )
}
