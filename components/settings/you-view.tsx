'use client'

import type { SelfDto } from '#console/dto/settings.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import type { OwnActions } from './actions.ts'
import { Fact, Facts, Mono } from './facts.tsx'
import { PasswordCard } from './password-card.tsx'
import { TotpCard } from './totp-card.tsx'

/** The user who is signed in: who they are, and how they show it. */
export function YouView(actions: OwnActions) {
  const { data, error } = useConsoleQuery('self')
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  return (
    <>
      <Identity self={data} />
      <PasswordCard self={data} changePassword={actions.changePassword} />
      <TotpCard self={data} {...actions} />
    </>
  )
}

function Identity({ self }: { readonly self: SelfDto }) {
  return (
    <Card title="You">
      <Facts>
        <Fact name="Signs in as">
          <Mono text={self.signInName} label="sign-in name" />
        </Fact>
        <Fact name="Principal">
          <Mono text={self.principalArn} label="principal ARN" />
        </Fact>
        <Fact name="Account">
          <Mono text={self.account} label="account id" />
        </Fact>
        <Fact name="Signed in by">{self.method === 'oidc' ? 'The identity provider' : 'Password'}</Fact>
        {self.lastSignInAt !== undefined && (
          <Fact name="Last sign-in">
            <Ago time={self.lastSignInAt} />
          </Fact>
        )}
      </Facts>
    </Card>
  )
}
