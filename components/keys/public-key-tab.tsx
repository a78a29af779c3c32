'use client'

import type { ReactNode } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { usageText } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { keyName } from './key-name.ts'

/** The half of the key that may leave the service. */
export function PublicKeyTab({ keyId }: { readonly keyId: string }) {
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('publicKey', { id: keyId })
  if (error) return key?.state === 'PendingImport' ? <NotThereYet /> : <ErrorPanel error={error.error} />
  if (!data || !key) return <Skeleton />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-lg:grid-cols-1">
      <Card
        title="Public key"
        aside={<span className="max-sm:hidden">X.509 SubjectPublicKeyInfo, PEM</span>}
        actions={
          <>
            <CopyButton text={data.pem} label="Copy public key" className="size-7" />
            <a
              href={`data:application/x-pem-file,${encodeURIComponent(data.pem)}`}
              download={`${keyName(key)}.pem`}
              className={buttonClass('plain', 'small')}
            >
              <Icon name="download" />
              Download .pem
            </a>
          </>
        }
      >
        <CodeBlock label="Public key" className="max-h-[560px] px-4 py-3">
          {data.pem}
        </CodeBlock>
      </Card>
      <Uses keyDto={key} />
    </div>
  )
}

const USES: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'Anyone can encrypt with it, without an account and without a call. Only this service decrypts.',
  SIGN_VERIFY: 'Anyone can verify a signature with it, without an account and without a call. Only this service signs.',
  KEY_AGREEMENT: 'Your partner needs it to derive the same secret; you give theirs to DeriveSharedSecret.',
  ENCAPSULATE_DECAPSULATE: 'Anyone can encapsulate a secret with it. Only this service takes it out.',
}

function Uses({ keyDto }: { readonly keyDto: KeyDto }) {
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
      </dl>
      <p className="border-line-faint border-t px-4 py-3 text-ink-2">{USES[keyDto.usage]}</p>
    </Card>
  )
}

interface FactProps {
  readonly name: string
  readonly mono?: boolean
  readonly children: ReactNode
}

function Fact({ name, mono = false, children }: FactProps) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className={`wrap-anywhere ${mono ? 'mono' : ''}`}>{children}</dd>
    </>
  )
}

function NotThereYet() {
  return (
    <Card>
      <Empty icon="import" title="There is no public key yet">
        <p>It comes with the private key, which is to be imported.</p>
      </Empty>
    </Card>
  )
}
