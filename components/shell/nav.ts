import type { Paths } from '../hooks/frame.tsx'
import type { IconName } from '../ui/icons.ts'

/** What is counted beside a page. */
export type Counted = 'customer' | 'managed' | 'aliases' | 'multiRegion' | 'keyStores' | 'grants'

export interface NavItem {
  readonly href: string
  readonly label: string
  /** For the tabs on phones. */
  readonly short: string
  readonly icon: IconName
  readonly count?: Counted
  /** The key that goes there after `g`. */
  readonly letter?: string
}

export interface NavGroup {
  readonly title: string
  readonly items: readonly NavItem[]
}

/** The pages of the console, as the sidebar, the palette and the phone's sheet list them. */
export function navigation(paths: Paths, administers: boolean): readonly NavGroup[] {
  return [
    {
      title: '',
      items: [{ href: paths.overview, label: 'Overview', short: 'Overview', icon: 'overview', letter: 'o' }],
    },
    {
      title: 'Keys',
      items: [
        { href: paths.keys, label: 'Customer managed', short: 'Keys', icon: 'key', count: 'customer', letter: 'k' },
        { href: paths.managedKeys, label: 'AWS managed', short: 'AWS', icon: 'locked', count: 'managed', letter: 'w' },
        { href: paths.aliases, label: 'Aliases', short: 'Aliases', icon: 'tag', count: 'aliases', letter: 'n' },
        {
          href: paths.multiRegion,
          label: 'Multi-Region',
          short: 'Regions',
          icon: 'globe',
          count: 'multiRegion',
          letter: 'm',
        },
        {
          href: paths.keyStores,
          label: 'Custom key stores',
          short: 'Stores',
          icon: 'plug',
          count: 'keyStores',
          letter: 'x',
        },
      ],
    },
    {
      title: 'Access',
      items: [
        { href: paths.grants, label: 'Grants', short: 'Grants', icon: 'grant', count: 'grants', letter: 'g' },
        { href: paths.identities, label: 'Identities', short: 'Identities', icon: 'people', letter: 'i' },
        { href: paths.lab, label: 'Policy lab', short: 'Lab', icon: 'flask', letter: 'l' },
      ],
    },
    {
      title: 'Record',
      items: [
        { href: paths.audit, label: 'Audit log', short: 'Audit', icon: 'list', letter: 'a' },
        { href: paths.cost, label: 'Quotas and cost', short: 'Cost', icon: 'gauge', letter: 'q' },
      ],
    },
    {
      title: 'Workshop',
      items: [
        { href: paths.playground, label: 'Playground', short: 'Playground', icon: 'terminal', letter: 'p' },
        ...(administers ? [sandboxesItem(paths), scenariosItem(paths)] : []),
      ],
    },
  ]
}

/** For the administrator alone. */
function sandboxesItem(paths: Paths): NavItem {
  return { href: paths.sandboxes, label: 'Sandboxes', short: 'Sandboxes', icon: 'box', letter: 'b' }
}

function scenariosItem(paths: Paths): NavItem {
  return { href: paths.scenarios, label: 'Scenarios', short: 'Scenarios', icon: 'star', letter: 'c' }
}

/** Below all groups. */
export function settingsItem(paths: Paths): NavItem {
  return { href: paths.settings, label: 'Settings', short: 'Settings', icon: 'gear', letter: 's' }
}

/** Every page that a `g` and a letter go to, in order. */
export function allPages(paths: Paths, administers: boolean): readonly NavItem[] {
  return [...navigation(paths, administers).flatMap(({ items }) => items), settingsItem(paths)]
}

/** The four that are tabs on phones; the others are behind "More". */
export function phonePages(paths: Paths): readonly NavItem[] {
  const four = new Set([paths.overview, paths.keys, paths.grants, paths.audit])
  return allPages(paths, false).filter(({ href }) => four.has(href))
}

/** Whether a page belongs to a navigation item: the page itself or one below it. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`)
}
