import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

interface Usage {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly kind: string
  readonly algorithms: string
  readonly built: boolean
}

const USAGES: readonly Usage[] = [
  {
    icon: 'lock',
    title: 'Encrypt and decrypt',
    text: 'Protect data and data keys. The right choice for storage, databases and envelopes.',
    kind: 'Symmetric',
    algorithms: 'AES-256-GCM',
    built: true,
  },
  {
    icon: 'signature',
    title: 'Sign and verify',
    text: 'Private key signs here, anyone verifies with the public key.',
    kind: 'Asymmetric',
    algorithms: 'RSA, ECC, ML-DSA',
    built: false,
  },
  {
    icon: 'hash',
    title: 'Generate and verify MAC',
    text: 'Tokens and webhooks that only you check.',
    kind: 'Symmetric',
    algorithms: 'HMAC, SHA-2',
    built: false,
  },
  {
    icon: 'agreement',
    title: 'Key agreement',
    text: 'Derive a shared secret with another party.',
    kind: 'Asymmetric',
    algorithms: 'ECC',
    built: false,
  },
]

/** What a key can be for. Keys that cannot be made here yet say so. */
export function UsageCards() {
  return (
    <fieldset>
      <legend className="mb-2 font-title text-card">What should this key do?</legend>
      <div className="grid grid-cols-4 gap-2 max-md:grid-cols-2">
        {USAGES.map((usage) => (
          <UsageCard key={usage.title} usage={usage} />
        ))}
      </div>
    </fieldset>
  )
}

function UsageCard({ usage }: { readonly usage: Usage }) {
  const { built } = usage
  return (
    <label
      className={`grid grid-cols-[1fr_16px] content-start gap-x-2 gap-y-1 rounded-l border p-3 ${
        built ? 'border-accent bg-accent-soft shadow-[inset_0_0_0_1px_var(--accent)]' : 'border-line text-ink-3'
      }`}
    >
      <Icon name={usage.icon} className={`my-1 size-4 ${built ? 'text-accent' : ''}`} />
      <input
        type="radio"
        name="usage"
        defaultChecked={built}
        disabled={!built}
        className="mt-1 size-4 appearance-none rounded-full border border-mark checked:border-[5px] checked:border-accent"
      />
      <span className="col-span-2 font-title">{usage.title}</span>
      <span className={`col-span-2 text-md ${built ? 'text-ink-2' : ''}`}>{usage.text}</span>
      <span className="col-span-2 pt-1 text-ink-3 text-xs">
        {built ? `${usage.kind}, ${usage.algorithms}` : 'Not in this version'}
      </span>
    </label>
  )
}
