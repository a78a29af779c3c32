'use client'

import { usePathname } from 'next/navigation'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { Brand, Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { isWithin, navigation } from './nav.ts'

export function Sidebar() {
  const paths = usePaths()
  const frame = useFrame()
  const path = usePathname()
  return (
    <aside className="sticky top-0 row-span-2 flex h-screen flex-col border-line border-r bg-sunken max-sm:hidden">
      <Link
        href={paths.keys}
        className="flex h-14 items-center gap-2.5 px-5 font-title text-[15px] tracking-[-0.015em]"
      >
        <Brand />
        Keystead
      </Link>
      <nav aria-label="Main" className="flex-1 overflow-y-auto px-3 pb-2">
        {navigation(paths, frame).map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h2 className="px-2 pt-4 pb-1 font-medium text-[11.5px]/4 text-ink-3">{group.title}</h2>
            <ul>
              {group.items.map((item) => (
                <li key={item.href}>
                  <Link
                    href={item.href}
                    aria-current={isWithin(path, item.href) ? 'page' : undefined}
                    className="group flex h-[30px] items-center gap-2.5 rounded-m px-2 text-ink-2 hover:bg-hover aria-[current]:bg-active aria-[current]:font-medium aria-[current]:text-ink"
                  >
                    <Icon name={item.icon} className="size-4 text-ink-3 group-aria-[current]:text-accent" />
                    {item.label}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <p className="flex gap-2.5 border-line border-t px-5 py-3 text-ink-3 text-sm">
        <Icon name="shield" className="mt-px size-4 text-enabled" />
        <span>
          <b className="block font-medium text-ink">Every call is recorded</b>
          before it is answered
        </span>
      </p>
    </aside>
  )
}
