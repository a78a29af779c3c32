import type { ReactNode } from 'react'
import type { CustomKeyStoreDto } from '#console/dto/key-stores.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Tag } from '../ui/tag.tsx'
import { At } from '../ui/time.tsx'

/** How a key store reaches what holds its keys. Its secret is told nowhere. */
export function ConfigurationCard({ store }: { readonly store: CustomKeyStoreDto }) {
  const { proxy, cluster, createdAt } = store
  return (
    <Card title="Configuration">
      <dl className="grid grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-4 gap-y-2 px-4 py-3">
        {proxy && (
          <>
            <Fact name="Proxy">
              <Code text={`${proxy.endpoint}${proxy.path}`} label="Copy proxy address" />
            </Fact>
            <Fact name="Connectivity">
              {proxy.connectivity === 'PUBLIC_ENDPOINT' ? 'Public endpoint' : 'VPC endpoint service'}
            </Fact>
            {proxy.vpcService && (
              <Fact name="Service">
                <Code text={proxy.vpcService} label="Copy service name" />
              </Fact>
            )}
            <Fact name="Access key ID">
              <Code text={proxy.accessKeyId} label="Copy access key ID" />
            </Fact>
          </>
        )}
        {cluster && (
          <>
            <Fact name="Cluster">
              <Code text={cluster.id} label="Copy cluster ID" /> <Tag>simulated</Tag>
            </Fact>
            <Fact name="Certificate">
              <span className="text-ink-2">customerCA.crt</span>{' '}
              <CopyButton text={cluster.trustAnchor} label="Copy trust anchor certificate" />
            </Fact>
          </>
        )}
        <Fact name="Created">
          <At time={createdAt} />
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">{children}</dd>
    </>
  )
}

function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <>
      <span className="mono truncate">{text}</span>
      <CopyButton text={text} label={label} />
    </>
  )
}
