import type { FrameDto } from '#console/dto/frame.ts'
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

/** The pages of the console that a session may open, as the sidebar and the phone's tabs list them. */
export function navigation(paths: Paths, { administers }: Pick<FrameDto, 'administers'>): readonly NavGroup[] {
  const accounts: NavItem = { href: paths.accounts, label: 'Accounts', short: 'Accounts', icon: 'accounts' }
  return [
    {
      title: 'Keys',
      items: [
        { href: paths.keys, label: 'Customer managed', short: 'Keys', icon: 'key' },
        { href: paths.managedKeys, label: 'AWS managed', short: 'AWS', icon: 'locked' },
        { href: paths.aliases, label: 'Aliases', short: 'Aliases', icon: 'tag' },
      ],
    },
    ...(administers ? [{ title: 'Access', items: [accounts] }] : []),
    { title: 'Record', items: [{ href: paths.audit, label: 'Audit log', short: 'Audit', icon: 'list' }] },
  ]
}

/** Whether a page belongs to a navigation item: the page itself or one below it. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`)
}
