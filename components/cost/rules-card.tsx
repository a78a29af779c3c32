import type { CostRuleDto } from '#console/dto/cost.ts'
import { Card } from '../ui/card.tsx'

/** Every rule in words. */
export function RulesCard({ rules }: { readonly rules: readonly CostRuleDto[] }) {
  return (
    <Card title="How this is counted" aside="prices of us-east-1, without taxes">
      <dl className="grid gap-x-8 gap-y-4 px-4 py-4 md:grid-cols-2 xl:grid-cols-3">
        {rules.map(({ id, title, text }) => (
          <div key={id} id={`rule-${id}`}>
            <dt className="font-medium">{title}</dt>
            <dd className="mt-0.5 text-ink-2 text-md">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="border-line-faint border-t px-4 py-3 text-ink-2 text-md">
        Short notes on AWS KMS say “$1 a month for a key and 3 cents for 10,000 calls”. That holds for symmetric keys
        that were never rotated: a rotated key costs up to $3.00, calls with most key pairs cost five times as much, and
        making RSA data key pairs costs $12.00 for 10,000. AWS managed keys are free to store; the calls that use them
        are not.
      </p>
    </Card>
  )
}
