'use client'

import { useState } from 'react'
import { pemBytes } from '../../blob/der.ts'
import { usePaths } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { bytesIn, type Exchange } from '../use-playground.ts'
import { Body, browserProblem, type Result, ResultLine } from './result-line.tsx'
import { outsideOf, type Signed, verifyInBrowser } from './signature.ts'

interface VerifyCardProps {
  readonly exchange: Exchange
  readonly keyId: string
  readonly spec: string
}

/** Verifies a signature with the public key alone: in this browser where it knows the algorithm, else by a line. */
export function VerifyCard({ exchange, keyId, spec }: VerifyCardProps) {
  const { call, output } = exchange
  const outside = outsideOf(spec, String(call.input.SigningAlgorithm), String(call.input.MessageType))
  const paths = usePaths()
  const { data } = useConsoleQuery('publicKey', { id: keyId }, { enabled: outside.kind === 'browser' })
  const [result, setResult] = useState<Result>()
  const message = bytesIn(call.input, 'Message')
  const signature = bytesIn(output, 'Signature') ?? bytesIn(call.input, 'Signature')
  const publicKey = data && pemBytes(data.pem)
  const signed: Signed | undefined = message && signature && publicKey && { message, signature, publicKey }
  async function check() {
    if (outside.kind !== 'browser' || !signed) return
    try {
      const [valid, tampered] = [
        await verifyInBrowser(outside, signed),
        await verifyInBrowser(outside, withFlippedBit(signed)),
      ]
      setResult(verdict(valid, tampered, outside.name))
    } catch (thrown) {
      setResult(browserProblem(thrown))
    }
  }
  return (
    <Card title="Check outside">
      <Body>
        {outside.kind === 'browser' ? (
          <>
            <p className="text-ink-2">
              Anyone with the{' '}
              <Link href={`${paths.key(keyId)}/public-key`} className={textLink}>
                public key
              </Link>{' '}
              can verify it, without an account and without a call. This browser has WebCrypto: {outside.name}.
            </p>
            <Button
              className="justify-self-start"
              size="small"
              icon="shield"
              reason={signed ? undefined : 'Reading the public key'}
              onClick={check}
            >
              Verify in this browser
            </Button>
            <ResultLine result={result} />
          </>
        ) : (
          <>
            <p className="text-ink-2">
              {outside.reason}. With OpenSSL 3.5 and the{' '}
              <Link href={`${paths.key(keyId)}/public-key`} className={textLink}>
                public key
              </Link>{' '}
              as <span className="mono">public.pem</span> it goes like this:
            </p>
            <div className="relative min-w-0 rounded-m border border-line bg-sunken">
              <CodeBlock label="Command" className="py-2 pr-9 pl-3">
                {outside.line}
              </CodeBlock>
              <CopyButton text={outside.line} label="Copy command" className="absolute top-2 right-2 bg-sunken" />
            </div>
          </>
        )}
      </Body>
    </Card>
  )
}

function withFlippedBit(signed: Signed): Signed {
  return { ...signed, message: signed.message.with(0, (signed.message[0] ?? 0) ^ 1) }
}

function verdict(valid: boolean, tampered: boolean, name: string): Result {
  if (valid && !tampered) {
    return {
      kind: 'good',
      words: `Valid by ${name}, checked here with the public key alone. With one bit of the message changed it is not.`,
    }
  }
  return { kind: 'bad', words: 'Not valid: the public key does not fit this message and signature.' }
}
