import type { CustomKeyStoreDto } from '#console/dto/key-stores.ts'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

interface Station {
  readonly icon: IconName
  readonly title: string
  readonly text: string
}

const STATIONS: Readonly<Record<CustomKeyStoreDto['type'], readonly Station[]>> = {
  EXTERNAL_KEY_STORE: [
    { icon: 'lock', title: 'Keystead', text: 'encrypts under key material that stays here' },
    { icon: 'plug', title: 'Proxy', text: 'answers within 250 ms, over TLS, signed' },
    { icon: 'key', title: 'External key manager', text: 'encrypts again, under a key that never leaves it' },
  ],
  AWS_CLOUDHSM: [
    { icon: 'lock', title: 'Keystead', text: 'decides who may, records each call' },
    { icon: 'plug', title: 'kmsuser', text: 'logs in; its password changes each time' },
    { icon: 'key', title: 'CloudHSM cluster', text: 'holds the material; here it is simulated in software' },
  ],
}

const NOTES: Readonly<Record<CustomKeyStoreDto['type'], string>> = {
  EXTERNAL_KEY_STORE:
    'Encrypted twice: nothing opens without both halves. Whoever runs the key manager can stop every use of the key, and losing either half loses the data.',
  AWS_CLOUDHSM:
    'There is no HSM: the cluster is software, and its material is wrapped like all other. It is here to see how CloudHSM key stores behave.',
}

/** Between what and what a call with such a key goes. */
export function StoreDrawing({ type }: { readonly type: CustomKeyStoreDto['type'] }) {
  return (
    <div className="grid gap-4 p-4">
      <ol aria-label="The way of a call" className="grid grid-cols-3 gap-6 max-sm:grid-cols-1 max-sm:gap-3">
        {STATIONS[type].map(({ icon, title, text }, index) => (
          <li
            key={title}
            className="relative flex items-start gap-3 rounded-l border border-line bg-sunken px-3 py-2.5 not-last:after:absolute not-last:after:top-1/2 not-last:after:left-full not-last:after:w-6 not-last:after:border-accent-mid not-last:after:border-t-2 not-last:after:border-dashed max-sm:not-last:after:top-full max-sm:not-last:after:left-6 max-sm:not-last:after:h-3 max-sm:not-last:after:w-0 max-sm:not-last:after:border-t-0 max-sm:not-last:after:border-l-2"
          >
            <span className="grid size-8 flex-none place-items-center rounded-full border border-accent-line bg-page text-accent">
              <Icon name={icon} />
            </span>
            <span>
              <span className="block font-strong">
                <span className="text-ink-3 tabular-nums">{index + 1}</span> {title}
              </span>
              <span className="block text-ink-2 text-sm">{text}</span>
            </span>
          </li>
        ))}
      </ol>
      {type === 'EXTERNAL_KEY_STORE' ? (
        <Envelope note={NOTES[type]} />
      ) : (
        <p className="max-w-[88ch] text-ink-2">{NOTES[type]}</p>
      )}
    </div>
  )
}

/** A plaintext in its two wrappings. */
function Envelope({ note }: { readonly note: string }) {
  return (
    <figure className="m-0 flex flex-wrap items-center gap-x-5 gap-y-3">
      <div
        role="img"
        aria-label="The plaintext inside our encryption inside that of the external key manager"
        className="rounded-l border-2 border-import border-dashed p-2 text-sm"
      >
        <span className="text-import">external key</span>
        <span className="mt-1 block rounded-m border-2 border-accent p-2">
          <span className="text-accent">our key material</span>
          <span className="mono mt-1 block rounded-s bg-hover px-2 py-0.5">plaintext</span>
        </span>
      </div>
      <figcaption className="grid max-w-[72ch] flex-1 gap-1 max-sm:basis-full">
        <span>{note}</span>
        <span className="text-ink-3">
          The proxy sees only what is encrypted already. Each ciphertext carries both parts.
        </span>
      </figcaption>
    </figure>
  )
}
