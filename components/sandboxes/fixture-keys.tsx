import type { MadeAccessKeyDto } from '#console/dto/sandboxes.ts'
import { CopyButton } from '../ui/copy-button.tsx'

/** The access keys that a fixture made, with their secrets. */
export function FixtureKeys({ keys }: { readonly keys: readonly MadeAccessKeyDto[] }) {
  if (keys.length === 0) return null
  return (
    <section aria-labelledby="fixture-keys" className="mx-5 mt-4 grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 id="fixture-keys" className="font-medium text-md">
        Access keys of the fixture
      </h3>
      <p className="text-ink-3 text-sm">Those too are not shown again.</p>
      <ul className="overflow-hidden rounded-l border border-line">
        {keys.map((key) => (
          <li key={key.AccessKeyId} className="grid gap-1 border-line-faint px-3 py-2 not-first:border-t">
            <p>
              <span className="font-strong">{whoOf(key)}</span>{' '}
              <span className="text-ink-3 text-md tabular-nums">{key.AccountId}</span>
            </p>
            <Value text={key.AccessKeyId} label={`Copy access key id of ${whoOf(key)}`} />
            <Value text={key.SecretAccessKey} label={`Copy secret access key of ${whoOf(key)}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Value({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <p className="flex items-center gap-2">
      <span className="mono min-w-0 flex-1 select-all wrap-anywhere">{text}</span>
      <CopyButton text={text} label={label} />
    </p>
  )
}

const whoOf = ({ UserName }: MadeAccessKeyDto) => UserName ?? 'Root user'
