'use client'

import type { ReactNode } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { keyTypeText } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { isAwsManaged, isInKeyStore } from './actions.ts'
import { callPrice, keyPrice } from './create/spec-facts.ts'
import { KeyCost } from './key-cost.tsx'
import { importReason, noRotationReason, sizeOf, usageOf } from './key-specs.ts'

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  SIGN_VERIFY: ['Sign', 'Verify'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
  KEY_AGREEMENT: ['DeriveSharedSecret'],
  ENCAPSULATE_DECAPSULATE: ['Encapsulate', 'Decapsulate'],
}

const SYMMETRIC = ['Encrypt', 'Decrypt', 'ReEncrypt', 'GenerateDataKey', 'GenerateDataKeyPair'] as const

function operationsOf({ usage, spec }: KeyDto): readonly string[] {
  const own = OPERATIONS[usage]
  if (spec === 'SYMMETRIC_DEFAULT') return SYMMETRIC
  const most = own ?? ['Encrypt', 'Decrypt', 'ReEncrypt']
  return keyTypeText(spec) === 'Asymmetric' ? [...most, 'GetPublicKey'] : most
}

/** What follows from the configuration of a key: what it can do, what it never will, and what it costs on AWS. */
export function Consequences({ keyDto }: { readonly keyDto: KeyDto }) {
  const { audit } = usePaths()
  const { spec, usage, arn } = keyDto
  const size = sizeOf(usage, spec)
  return (
    <Card title="What follows from it" className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
      <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-y-2.5 px-4 py-3.5 text-md">
        <Fact name="Operations">
          <span className="flex flex-wrap gap-x-3 gap-y-0.5">
            {operationsOf(keyDto).map((operation) => (
              <Link
                key={operation}
                href={`${audit}?${new URLSearchParams({ event: operation, key: arn })}`}
                className={`mono ${textLink}`}
                title={`Calls of ${operation} with this key`}
              >
                {operation}
              </Link>
            ))}
          </span>
        </Fact>
        {size !== undefined && <Fact name={usageOf(usage).measure}>{size}</Fact>}
        <Fact name="Rotation">{rotationText(keyDto)}</Fact>
        <Fact name="Import">{importText(keyDto)}</Fact>
        <Fact name="Other Regions">
          {keyDto.regionality === 'SINGLE' ? 'Never: a single-Region key stays one' : 'It can have replicas'}
        </Fact>
        <Fact name="Cost on AWS">
          {isAwsManaged(keyDto) ? 'No monthly fee' : `${keyPrice} a month`}
          <span className="block text-ink-3">+ {callPrice(spec)} per 10,000 calls</span>
        </Fact>
        <Fact name="This month">
          <KeyCost keyId={keyDto.keyId} />
        </Fact>
      </dl>
    </Card>
  )
}

function rotationText(keyDto: KeyDto): string {
  if (isAwsManaged(keyDto)) return 'By itself, every year'
  if (keyDto.spec !== 'SYMMETRIC_DEFAULT') return 'Never: only symmetric encryption keys rotate'
  return noRotationReason(keyDto) === undefined ? 'By itself and on demand' : rotationOfOthers(keyDto)
}

function rotationOfOthers(keyDto: KeyDto): string {
  return isInKeyStore(keyDto) ? 'Never in a custom key store' : 'On demand, to material that you import'
}

function importText({ origin, spec }: KeyDto): string {
  if (origin === 'EXTERNAL') return 'Its material is imported'
  const never = importReason(spec)
  return never ? `Never: ${never}` : 'Never: its origin is another one'
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
