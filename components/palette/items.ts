import type { KeyChoiceDto } from '#console/dto/keys.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { aliasText, shortId } from '../format.ts'
import { type Paths, pathsOf } from '../hooks/frame.tsx'
import type { IconName } from '../ui/icons.ts'
import { type Findable, matching } from './match.ts'
import { recognise } from './recognise.ts'

export interface Item extends Findable {
  /** Unique among all. */
  readonly id: string
  readonly group: string
  readonly icon: IconName
  /** At the right end. */
  readonly note?: string
  /** Beside the label, in mono. */
  readonly aside?: string
  readonly keyState?: string
  readonly keys?: readonly string[]
  readonly target: string | (() => void)
}

/** Where everything is that has an address. */
export interface Where {
  readonly paths: Paths
  readonly scope: ScopeDto
}

const MOST_KEYS = 6
const AUTOMATIC = 4

/** The keys that a text finds; a few where there is no text. */
export function keyItems(keys: readonly KeyChoiceDto[], text: string, { paths }: Where): readonly Item[] {
  const all = keys.map(({ keyId, aliases, state }): Item => {
    // The name that was looked for, where a key has several.
    const first = aliases.find((name) => matching([{ label: name }], text).length > 0) ?? aliases[0]
    return {
      id: `key-${keyId}`,
      group: 'Keys',
      icon: 'key',
      label: first === undefined ? keyId : aliasText(first),
      words: `${keyId} ${aliases.join(' ')}`,
      ...(first === undefined ? {} : { aside: keyId }),
      keyState: state,
      target: paths.key(keyId),
    }
  })
  return matching(all, text).slice(0, text.trim() === '' ? AUTOMATIC : MOST_KEYS)
}

/** What can be done with the key that was found first. */
export function keyActions({ keyId, aliases }: KeyChoiceDto, { paths }: Where): readonly Item[] {
  const base = paths.key(keyId)
  const group = `On ${aliases[0] === undefined ? shortId(keyId) : aliasText(aliases[0])}`
  const rows = [
    ['Key material and rotations', 'rotate', `${base}/material`],
    ['Grants', 'grant', `${base}/grants`],
    ['What was done with it', 'list', `${base}/activity`],
    ['Encrypt something with it', 'terminal', `${paths.playground}?key=${encodeURIComponent(keyId)}`],
  ] as const
  return rows.map(([label, icon, target]) => ({ id: `act-${label}`, group, icon, label, target }))
}

/** The text as words of the audit log. */
export function auditItem(text: string, { paths }: Where): Item {
  return {
    ...{
      id: 'audit-text',
      group: 'Audit log',
      icon: 'list',
      label: `Search the log for “${text.trim().slice(0, 60)}”`,
    },
    target: `${paths.audit}?text=${encodeURIComponent(text.trim())}`,
  }
}

/** What a pasted text leads to by its form. */
export function pastedItems(text: string, keys: readonly KeyChoiceDto[], where: Where): readonly Item[] {
  const meant = recognise(text)
  const { paths, scope } = where
  const item = (icon: IconName, label: string, target: string, aside?: string): Item => ({
    ...{ id: `pasted-${label}`, group: 'What you pasted', icon, label, target },
    ...(aside === undefined ? {} : { aside }),
  })
  switch (meant?.kind) {
    case undefined:
      return []
    case 'key': {
      const { region = scope.region, account = scope.account, keyId } = meant
      const elsewhere =
        region === scope.region && account === scope.account ? '' : ` in ${placeOf(region, account, scope)}`
      return [item('key', `Open this key${elsewhere}`, pathsOf({ ...scope, account, region }).key(keyId), keyId)]
    }
    case 'alias': {
      const { region, account, name } = meant
      const target = `${pathsOf({ ...scope, account, region }).aliases}?q=${encodeURIComponent(name)}`
      return [item('tag', `Find this alias in ${placeOf(region, account, scope)}`, target, name)]
    }
    case 'id': {
      const { id } = meant
      if (keys.some(({ keyId }) => keyId === id)) return []
      return [
        item('help', 'Why was this request allowed or refused?', paths.why(id), shortId(id)),
        item('key', 'Open the key of this id', paths.key(id), shortId(id)),
      ]
    }
    case 'ciphertext': {
      const { blob } = meant
      const target = `${paths.playground}?blob=${encodeURIComponent(blob)}`
      return [item('capsule', 'Look into this ciphertext', target, `${blob.slice(0, 16)}…`)]
    }
  }
}

function placeOf(region: string, account: string, scope: ScopeDto): string {
  return account === scope.account ? region : `account ${account}, ${region}`
}
