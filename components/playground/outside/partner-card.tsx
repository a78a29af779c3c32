'use client'

import { useState } from 'react'
import { pemBytes } from '../../blob/der.ts'
import { sameBytes } from '../../bytes.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { bytesIn, type Exchange } from '../use-playground.ts'
import { deriveAsPartner, hasPartners, makePartner, type Partner } from './exchange.ts'
import { Body, browserProblem, type Result, ResultLine } from './result-line.tsx'

interface PartnerCardProps {
  readonly keyId: string
  readonly spec: string
  readonly exchange: Exchange | undefined
  /** Puts the partner's public key into the form. */
  readonly onPartner: (publicKey: Uint8Array) => void
}

/** A partner who lives in this browser: makes a key pair, derives on its own side, and compares. */
export function PartnerCard({ keyId, spec, exchange, onPartner }: PartnerCardProps) {
  const known = hasPartners(spec)
  const { data } = useConsoleQuery('publicKey', { id: keyId }, { enabled: known })
  const [partner, setPartner] = useState<Partner>()
  const [result, setResult] = useState<Result>()
  const publicKey = data && pemBytes(data.pem)
  const secret = bytesIn(exchange?.output, 'SharedSecret')
  const given = bytesIn(exchange?.call.input, 'PublicKey')
  const isTheirs = partner !== undefined && given !== undefined && sameBytes(given, partner.publicKey)
  async function make() {
    try {
      const made = await makePartner(spec)
      setPartner(made)
      setResult(undefined)
      onPartner(made.publicKey)
    } catch (thrown) {
      setResult(browserProblem(thrown))
    }
  }
  async function compare() {
    if (!partner || !publicKey || !secret) return
    try {
      const same = sameBytes(await deriveAsPartner(partner, spec, publicKey), secret)
      setResult(
        same
          ? { kind: 'good', words: `Both sides have the same ${secret.length} bytes, and neither has sent them.` }
          : { kind: 'bad', words: 'The two sides do not agree.' },
      )
    } catch (thrown) {
      setResult(browserProblem(thrown))
    }
  }
  const reason = !secret
    ? 'Derive the secret by the service first'
    : isTheirs
      ? undefined
      : 'It was derived with another partner'
  return (
    <Card title="Check outside">
      <Body>
        <p className="text-ink-2">
          {known
            ? 'Make a partner in this browser. Its private key stays here and cannot be taken out, even by this page.'
            : `WebCrypto has no key agreement on ${spec}. OpenSSL does it: openssl pkeyutl -derive -inkey theirs.pem -peerkey public.pem`}
        </p>
        {known && (
          <div className="flex flex-wrap gap-2">
            <Button size="small" icon="person" onClick={make}>
              {partner ? 'Make another partner' : 'Make a partner'}
            </Button>
            <Button size="small" icon="agreement" reason={reason} onClick={compare}>
              Derive as the partner and compare
            </Button>
          </div>
        )}
        <ResultLine result={result} />
      </Body>
    </Card>
  )
}
