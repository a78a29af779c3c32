'use client'

import type { AccountDto } from '#console/dto/accounts.ts'
import { useScope } from '../hooks/frame.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'

export function AccountTable({ accounts }: { readonly accounts: readonly AccountDto[] }) {
  const { account } = useScope()
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th className="w-64">Account</th>
            <th>Name</th>
            <th className="end w-40">Created</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(({ accountId, name, createdAt }) => (
            <tr key={accountId}>
              <td className="at-a">
                <span className="mono">{accountId}</span>{' '}
                <CopyButton text={accountId} label={`Copy account id ${accountId}`} className="reveal" />{' '}
                {accountId === account && <Tag tone="accent">You are here</Tag>}
              </td>
              <td className="at-c">{name || <span className="text-ink-3">none</span>}</td>
              <td className="at-b end text-ink-2">
                <span className="text-ink-3 sm:hidden">created </span>
                <Ago time={createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
