import type { Paths } from '../hooks/frame.tsx'
import type { IconName } from '../ui/icons.ts'

export interface NavItem {
  readonly href: string
  readonly label: string
  /** For the tabs on phones. */
  readonly short: string
  readonly icon: IconName
}

export interface NavGroup {
  readonly title: string
  readonly items: readonly NavItem[]
}

/** The pages of the console, as the sidebar and the phone's tabs list them. */
export function navigation(paths: Paths): readonly NavGroup[] {
  return [
    {
      title: 'Keys',
      items: [
        { href: paths.keys, label: 'Customer managed', short: 'Keys', icon: 'key' },
        { href: paths.managedKeys, label: 'AWS managed', short: 'AWS', icon: 'locked' },
        { href: paths.aliases, label: 'Aliases', short: 'Aliases', icon: 'tag' },
      ],
    },
    { title: 'Record', items: [{ href: paths.audit, label: 'Audit log', short: 'Audit', icon: 'list' }] },
  ]
}

/** Whether a page belongs to a navigation item: the page itself or one below it. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`)
}
