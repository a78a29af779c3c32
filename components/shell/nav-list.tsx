'use client'

import { usePathname } from 'next/navigation'
import { count } from '../format.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { isWithin, type NavItem, navigation } from './nav.ts'

/** All pages in their groups, with how many things each holds. */
export function NavGroups({ onGo }: { readonly onGo?: () => void }) {
  return navigation(usePaths(), useFrame().administers).map(({ title, items }) => (
    <section key={title} aria-label={title || 'Start'}>
      {title !== '' && <h2 className="px-2 pt-4 pb-1 font-medium text-[11.5px]/4 text-ink-3">{title}</h2>}
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <NavLink item={item} onGo={onGo} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

interface NavLinkProps {
  readonly item: NavItem
  readonly onGo?: (() => void) | undefined
}

export function NavLink({ item, onGo }: NavLinkProps) {
  const path = usePathname()
  const { data } = useConsoleQuery('summary')
  const figure = item.count && data?.[item.count]
  return (
    <Link
      href={item.href}
      onClick={() => onGo?.()}
      aria-current={isWithin(path, item.href) ? 'page' : undefined}
      className="group flex h-[30px] items-center gap-2.5 rounded-m px-2 text-ink-2 hover:bg-hover aria-[current]:bg-active aria-[current]:font-medium aria-[current]:text-ink max-sm:h-11"
    >
      <Icon name={item.icon} className="size-4 text-ink-3 group-aria-[current]:text-accent" />
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {/* Beside the name, not part of it: the name stays the same while the figure changes. */}
      {figure !== undefined && (
        <span aria-hidden="true" className="font-normal text-ink-3 text-sm tabular-nums">
          {count(figure)}
        </span>
      )}
    </Link>
  )
}
