'use client'

import { useMemo } from 'react'
import type { KeyDto, PublicKeyDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { Card } from '../../ui/card.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CodeTabs } from '../../ui/code-tabs.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Json } from '../../ui/json.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Empty, ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { keyName } from '../key-name.ts'
import { offlineUses } from './offline.ts'
import { PublicKeyFacts } from './public-key-facts.tsx'

/** The half of the key that may leave the service. */
export function PublicKeyTab({ keyId }: { readonly keyId: string }) {
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('publicKey', { id: keyId })
  if (error) return key?.state === 'PendingImport' ? <NotThereYet /> : <ErrorPanel error={error.error} />
  if (!data || !key) return <Skeleton />
  const uses = offlineUses(key)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-lg:grid-cols-1">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Forms keyDto={key} publicKey={data} />
        {uses.length > 0 && (
          <Card title="Without this service" aside={<span className="max-sm:hidden">with OpenSSL and public.pem</span>}>
            <CodeTabs label="Without this service" snippets={uses} />
          </Card>
        )}
      </div>
      <PublicKeyFacts keyDto={key} publicKey={data} />
    </div>
  )
}

interface FormsProps {
  readonly keyDto: KeyDto
  readonly publicKey: PublicKeyDto
}

interface Form {
  readonly value: string
  readonly label: string
  readonly text: string
  readonly aside: string
  /** Of its file. */
  readonly extension: string
  readonly href: string
}

function formsOf({ pem, der, jwk }: PublicKeyDto): readonly Form[] {
  const json = jwk && JSON.stringify(jwk, null, 2)
  return [
    {
      ...{ value: 'pem', label: 'PEM', text: pem, aside: 'X.509 SubjectPublicKeyInfo, PEM', extension: 'pem' },
      href: `data:application/x-pem-file,${encodeURIComponent(pem)}`,
    },
    {
      ...{ value: 'der', label: 'DER', text: der, aside: 'the same bytes in base64', extension: 'der' },
      href: `data:application/octet-stream;base64,${der}`,
    },
    ...(json
      ? [
          {
            ...{ value: 'jwk', label: 'JWK', text: json, aside: 'JSON Web Key', extension: 'jwk.json' },
            href: `data:application/jwk+json,${encodeURIComponent(json)}`,
          },
        ]
      : []),
  ]
}

/** One key in the forms that programs ask for. */
function Forms({ keyDto, publicKey }: FormsProps) {
  const { params, set } = useUrlState()
  const forms = useMemo(() => formsOf(publicKey), [publicKey])
  const form = forms.find(({ value }) => value === params.get('form')) ?? forms[0]
  if (!form) return null
  return (
    <Card
      title="Public key"
      aside={<span className="max-md:hidden">{form.aside}</span>}
      actions={
        <>
          <Segments
            label="Form"
            value={form.value}
            options={forms}
            onChange={(value) => set({ form: value === 'pem' ? undefined : value }, 'replace')}
          />
          <CopyButton text={form.text} label="Copy public key" className="size-7 max-sm:size-9" />
          <a
            href={form.href}
            download={`${keyName(keyDto)}.${form.extension}`}
            className={buttonClass('plain', 'small')}
          >
            <Icon name="download" />
            <span className="max-sm:sr-only">Download .{form.extension}</span>
          </a>
        </>
      }
    >
      <CodeBlock
        label="Public key"
        className={`max-h-[440px] px-4 py-3 ${form.value === 'der' ? '[&>pre]:w-auto [&>pre]:break-all [&>pre]:whitespace-pre-wrap' : ''}`}
      >
        {form.value === 'jwk' ? <Json text={form.text} /> : form.text}
      </CodeBlock>
    </Card>
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
