import { principalParts } from '../format.ts'

/** `role/` and the name; the account where it stands for a whole one, or is another one than `home`. */
export function Principal({ arn, home }: { readonly arn: string; readonly home?: string | undefined }) {
  const [kind, name] = principalParts(arn)
  const account = arn.split(':')[4] ?? ''
  const isAccount = name === 'root'
  return (
    <span title={arn} className="wrap-anywhere">
      <span className="text-ink-3">{isAccount ? 'account ' : kind}</span>
      <bdi className="font-strong">{isAccount ? account : name}</bdi>
      {!isAccount && home !== undefined && account !== '' && account !== home && (
        <span className="block text-ink-3 text-sm">of {account}</span>
      )}
    </span>
  )
}
