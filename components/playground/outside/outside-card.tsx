'use client'

import { readBytes } from '../../bytes.ts'
import { Card } from '../../ui/card.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { algorithmOf, type Choice, type Draft, type KeyKind } from '../draft.ts'
import type { CallAction, Exchange } from '../use-playground.ts'
import { EncryptCard } from './encrypt-card.tsx'
import { EnvelopeCard } from './envelope-card.tsx'
import { PartnerCard } from './partner-card.tsx'
import { Body } from './result-line.tsx'
import { VerifyCard } from './verify-card.tsx'

interface OutsideCardProps {
  readonly choice: Choice
  readonly kind: KeyKind
  readonly draft: Draft
  readonly exchange: Exchange | undefined
  readonly action: CallAction
  readonly onPartner: (publicKey: Uint8Array) => void
}

/** The same thing without the service, as far as that goes. */
export function OutsideCard({ choice, kind, draft, exchange, action, onPartner }: OutsideCardProps) {
  const { keyId, spec } = kind
  switch (choice.op) {
    case 'Sign':
    case 'Verify':
      return exchange && <VerifyCard key={exchange.answer.requestId} exchange={exchange} keyId={keyId} spec={spec} />
    case 'Encrypt': {
      if (spec === 'SYMMETRIC_DEFAULT') return null
      const read = readBytes(draft.bytes.plaintext)
      const plaintext = 'bytes' in read && read.bytes.length > 0 ? read.bytes : undefined
      return (
        <EncryptCard
          keyId={keyId}
          algorithm={algorithmOf(kind, choice.algorithm)}
          plaintext={plaintext}
          action={action}
        />
      )
    }
    case 'GenerateDataKey':
      return exchange && <EnvelopeCard exchange={exchange} action={action} />
    case 'DeriveSharedSecret':
      return <PartnerCard key={keyId} keyId={keyId} spec={spec} exchange={exchange} onPartner={onPartner} />
    case 'GenerateMac':
    case 'VerifyMac':
      return (
        <Card title="Check outside">
          <Body>
            <p className="text-ink-2">
              It cannot be done: who checks a MAC needs the very key that made it, and that never leaves. VerifyMac
              checks it inside.
            </p>
          </Body>
        </Card>
      )
    case 'Encapsulate':
    case 'Decapsulate':
      return (
        <Card title="Check outside">
          <Body>
            <p className="text-ink-2">No browser has ML-KEM yet. Node 24 encapsulates with the public key alone:</p>
            <CodeBlock label="JavaScript" className="rounded-m border border-line bg-sunken px-3 py-2">
              {ML_KEM}
            </CodeBlock>
          </Body>
        </Card>
      )
    default:
      return null
  }
}

const ML_KEM = [
  "import { encapsulate } from 'node:crypto'",
  "import { readFileSync } from 'node:fs'",
  '',
  "const { sharedKey, ciphertext } = encapsulate(readFileSync('public.pem'))",
  '// give ciphertext to Decapsulate: it answers sharedKey',
].join('\n')
