import { principalParts } from '../format.ts'

/** `role/` and the name; the whole ARN on hover. */
export function Principal({ arn }: { readonly arn: string }) {
  const [kind, name] = principalParts(arn)
  return (
    <bdi title={arn}>
      <span className="text-ink-3">{kind}</span>
      {name}
    </bdi>
  )
}
