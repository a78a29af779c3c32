'use client'

import type { AuditHealthDto } from '#console/dto/overview.ts'
import { count } from '../format.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { Fact, Facts, Mono } from './facts.tsx'

/** What runs here, and under which rules: nothing of it can be changed by the console. */
export function InstallationView() {
  const { data, error } = useConsoleQuery('installation')
  const health = useConsoleQuery('audit-health').data
  const { administers } = useFrame()
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  return (
    <>
      <Card title="Installation" aside="set by the operator, in the environment">
        <Facts>
          <Fact name="Version">
            <span className="mono">{data.version}</span>
          </Fact>
          <Fact name="Instance">
            <Mono text={data.instanceId} label="instance id" />
          </Fact>
          <Fact name="Endpoint">
            <Mono text={data.endpoint} label="endpoint" />
          </Fact>
          <Fact name="Authorization">
            {data.authMode === 'strict' ? 'STRICT: every signature is verified' : 'OPEN: any signature is taken'}
          </Fact>
          <Fact name="First account">
            <Mono text={data.accountId} label="first account id" />
          </Fact>
          <Fact name="First Region">
            <span className="mono">{data.region}</span>
          </Fact>
          <Fact name="Identity provider">
            {data.issuer ? <span className="mono">{data.issuer}</span> : 'None: sign-in is by password'}
          </Fact>
        </Facts>
      </Card>
      <Card title="Audit log">
        <Facts>
          <Fact name="Last checkpoint">{health && <LastCheckpoint health={health} />}</Fact>
          <Fact name="Public key">
            <Mono text={data.auditPublicKey} label="public key of the audit log" />
          </Fact>
        </Facts>
      </Card>
      {administers && (
        <p className="text-ink-3 text-sm">
          Root key, data folder and backups are the operator's and have no page: what can reach them can reach every
          key.
        </p>
      )}
    </>
  )
}

function LastCheckpoint({ health: { signed } }: { readonly health: AuditHealthDto }) {
  const { audit } = usePaths()
  if (!signed) return 'None yet: the first one is signed within a second of the first event'
  return (
    <>
      <Link href={audit} className={textLink}>
        {count(signed.size)} events
      </Link>{' '}
      signed <Ago time={signed.at} />
    </>
  )
}
