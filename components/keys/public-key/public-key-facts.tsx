'use client'

import type { ReactNode } from 'react'
import type { KeyDto, PublicKeyDto } from '#console/dto/keys.ts'
import { usageText } from '../../format.ts'
import { usePaths } from '../../hooks/frame.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Link, textLink } from '../../ui/link.tsx'

const USES: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'Anyone can encrypt with it, without an account and without a call. Only this service decrypts.',
  SIGN_VERIFY: 'Anyone can verify a signature with it, without an account and without a call. Only this service signs.',
  KEY_AGREEMENT: 'Your partner needs it to derive the same secret; you give theirs to DeriveSharedSecret.',
  ENCAPSULATE_DECAPSULATE: 'Anyone can encapsulate a secret with it. Only this service takes it out.',
}

interface PublicKeyFactsProps {
  readonly keyDto: KeyDto
  readonly publicKey: PublicKeyDto
}

/** What it is for, how it is known elsewhere, and who may get it from the service. */
export function PublicKeyFacts({ keyDto, publicKey }: PublicKeyFactsProps) {
  const { key } = usePaths()
  const { fingerprint, jwk } = publicKey
  return (
    <Card title="What it is for">
      <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-y-2 px-4 py-3.5 text-md">
        <Fact name="Usage">{usageText(keyDto.usage)}</Fact>
        <Fact name="Spec" mono>
          {keyDto.spec}
        </Fact>
        <Fact name="Algorithms" mono>
          {keyDto.algorithms.map((algorithm) => (
            <span key={algorithm} className="block">
              {algorithm}
            </span>
          ))}
        </Fact>
        <Fact name="SPKI SHA-256" mono copy={fingerprint}>
          {fingerprint}
        </Fact>
        {jwk?.kid !== undefined && (
          <Fact name="JWK kid" mono copy={jwk.kid}>
            {jwk.kid}
          </Fact>
        )}
      </dl>
      <p className="border-line-faint border-t px-4 py-3 text-ink-2">{USES[keyDto.usage]}</p>
      <p className="border-line-faint border-t px-4 py-3 text-ink-2">
        It is no secret, yet the service gives it only to those whom kms:GetPublicKey is allowed:{' '}
        <Link href={`${key(keyDto.keyId)}/access`} className={textLink}>
          who that is
        </Link>
        . What is done with a copy of it stands in no audit log, and goes on when the key is disabled.
      </p>
    </Card>
  )
}

interface FactProps {
  readonly name: string
  readonly mono?: boolean
  readonly copy?: string
  readonly children: ReactNode
}

function Fact({ name, mono = false, copy, children }: FactProps) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className={`wrap-anywhere ${mono ? 'mono' : ''}`}>
        {children}
        {copy && <CopyButton text={copy} label={`Copy ${name}`} className="ml-1" />}
      </dd>
    </>
  )
}
