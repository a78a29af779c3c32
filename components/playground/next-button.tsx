'use client'

import { type BytesInput, base64Input } from '../bytes.ts'
import { Button } from '../ui/button.tsx'
import { type Draft, withBytes } from './draft.ts'
import type { Op } from './operations.ts'
import { bytesIn, type Exchange } from './use-playground.ts'

interface NextButtonProps {
  readonly exchange: Exchange
  readonly draft: Draft
  /** Goes to an operation and makes its call. */
  readonly go: (op: Op, draft: Draft) => void
}

interface Next {
  readonly op: Op
  readonly words: string
  readonly draft: Draft
}

/** The other half of what was just done: decrypt what was encrypted, verify what was signed. */
export function NextButton({ exchange, draft, go }: NextButtonProps) {
  const next = nextOf(exchange, draft)
  if (!next) return null
  return <Button onClick={() => go(next.op, { ...next.draft, dryRun: false })}>{next.words}</Button>
}

function nextOf({ op, output }: Exchange, draft: Draft): Next | undefined {
  const input = (member: string): BytesInput => base64Input(bytesIn(output, member) ?? new Uint8Array())
  switch (op) {
    case 'Encrypt':
      return {
        op: 'Decrypt',
        words: 'Decrypt the result',
        draft: withBytes(draft, { ciphertext: input('CiphertextBlob') }),
      }
    case 'GenerateDataKeyWithoutPlaintext':
      return {
        op: 'Decrypt',
        words: 'Decrypt the sealed key',
        draft: withBytes(draft, { ciphertext: input('CiphertextBlob') }),
      }
    case 'GenerateDataKeyPair':
    case 'GenerateDataKeyPairWithoutPlaintext':
      return {
        op: 'Decrypt',
        words: 'Decrypt the private key',
        draft: withBytes(draft, { ciphertext: input('PrivateKeyCiphertextBlob') }),
      }
    case 'Sign':
      return { op: 'Verify', words: 'Verify it', draft: withBytes(draft, { signature: input('Signature') }) }
    case 'GenerateMac':
      return { op: 'VerifyMac', words: 'Verify it', draft: withBytes(draft, { mac: input('Mac') }) }
    case 'Encapsulate':
      return {
        op: 'Decapsulate',
        words: 'Decapsulate it',
        draft: withBytes(draft, { encapsulated: input('SharedSecretCiphertextBlob') }),
      }
    default:
      return undefined
  }
}
