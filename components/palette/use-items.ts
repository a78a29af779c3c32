'use client'

import { usePathname } from 'next/navigation'
import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { signOut } from '../auth/session-client.ts'
import { useDisplay } from '../hooks/display.tsx'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { chooseTheme, useTheme } from '../hooks/theme.ts'
import { inRegion } from '../region/in-region.ts'
import { inSandbox } from '../sandboxes/in-sandbox.ts'
import { allPages } from '../shell/nav.ts'
import { UTC } from '../time-zone.ts'
import { useCopy } from '../ui/copy-button.tsx'
import { auditItem, type Item, keyActions, keyItems, pastedItems } from './items.ts'
import { matching } from './match.ts'
import { usePalette } from './palette.tsx'

const NO_KEYS: readonly KeyChoiceDto[] = []

/** All that a text finds, in the order in which it is shown. */
export function useItems(text: string): readonly Item[] {
  const { scope } = useFrame()
  const paths = usePaths()
  const { data = NO_KEYS } = useConsoleQuery('choices')
  const where = { paths, scope }
  const isAsked = text.trim() !== ''
  const keys = keyItems(data, text, where)
  const first = isAsked && data.find(({ keyId }) => `key-${keyId}` === keys[0]?.id)
  const [pages, acts, regions, display] = [usePages(), useActs(), useRegions(), useDisplayItems()]
  const sandboxes = useSandboxes(isAsked)
  const pasted = pastedItems(text, data, where)
  return [
    ...pasted,
    ...keys,
    ...(first ? keyActions(first, where) : []),
    ...matching(acts, text),
    ...matching(pages, text),
    ...matching(sandboxes, text).slice(0, 8),
    ...(isAsked ? matching(regions, text).slice(0, 8) : []),
    ...(isAsked ? matching(display, text) : []),
    ...(isAsked && pasted.length === 0 ? [auditItem(text, where)] : []),
  ]
}

function usePages(): readonly Item[] {
  return allPages(usePaths(), useFrame().administers).map(({ href, label, icon, letter }) => ({
    ...{ id: `page-${href}`, group: 'Go to', icon, label, words: 'go to page', target: href },
    ...(letter ? { keys: ['g', letter] } : {}),
  }))
}

function useActs(): readonly Item[] {
  const { endpoint, scope } = useFrame()
  const { createKey, audit } = usePaths()
  const { openShortcuts } = usePalette()
  const copy = useCopy()
  const group = 'Run'
  return [
    {
      id: 'create-key',
      group,
      icon: 'plus',
      label: 'Create a key',
      words: 'new CreateKey',
      keys: ['c'],
      target: createKey,
    },
    {
      id: 'verify',
      group,
      icon: 'shield',
      label: 'Verify the audit log',
      words: 'proof intact',
      target: `${audit}?verify=log`,
    },
    {
      ...{ id: 'denied', group, icon: 'denied', label: 'See what was denied in the last hour', words: 'refused why' },
      target: `${audit}?outcome=denied&range=1h`,
    },
    {
      ...{
        id: 'copy-endpoint',
        group,
        icon: 'copy',
        label: 'Copy the endpoint',
        note: endpoint.replace(/^https?:\/\//, ''),
      },
      target: () => copy(endpoint),
    },
    {
      id: 'copy-arn',
      group,
      icon: 'copy',
      label: 'Copy your principal ARN',
      words: 'me who am i',
      target: () => copy(scope.principalArn),
    },
    { id: 'shortcuts', group, icon: 'help', label: 'Keyboard shortcuts', keys: ['?'], target: openShortcuts },
    { id: 'sign-out', group, icon: 'signOut', label: 'Sign out', words: 'leave log out', target: leave },
  ]
}

async function leave(): Promise<void> {
  await signOut()
  window.location.assign('/sign-in')
}

function useRegions(): readonly Item[] {
  const { regions, scope } = useFrame()
  const path = usePathname()
  const others = regions.filter(({ id }) => id !== scope.region)
  return others.map(({ id, name, group }) => ({
    ...{ id: `region-${id}`, group: 'Switch to Region', icon: 'globe', label: id, note: name },
    words: `region switch ${name} ${group}`,
    target: inRegion(path, id),
  }))
}

/** To another sandbox, for the administrator; they are asked for with the first letter. */
function useSandboxes(isAsked: boolean): readonly Item[] {
  const { administers, home, scope } = useFrame()
  const path = usePathname()
  const { data = [] } = useConsoleQuery('sandboxes', {}, { enabled: isAsked && administers })
  if (!isAsked || !administers) return []
  const all = [
    { id: home.sandbox, name: home.sandbox, accountId: home.account },
    ...data.map(({ id, name, accountId }) => ({ id, name, accountId })),
  ]
  return all
    .filter(({ id }) => id !== scope.sandbox)
    .map(({ id, name, accountId }) => ({
      ...{ id: `sandbox-${id}`, group: 'Switch to sandbox', icon: 'box', label: name, words: `sandbox switch ${id}` },
      ...(name === id ? {} : { aside: id }),
      target: inSandbox(path, { sandbox: id, account: accountId }),
    }))
}

function useDisplayItems(): readonly Item[] {
  const theme = useTheme()
  const { density, setDensity, zone, setLocal } = useDisplay()
  const group = 'Display'
  const all: readonly (Item | false)[] = [
    theme !== 'light' && { id: 'light', group, icon: 'sun', label: 'Light theme', target: () => chooseTheme('light') },
    theme !== 'dark' && { id: 'dark', group, icon: 'moon', label: 'Dark theme', target: () => chooseTheme('dark') },
    theme !== 'system' && {
      id: 'system',
      group,
      icon: 'system',
      label: 'Theme of the system',
      target: () => chooseTheme('system'),
    },
    density === 'dense'
      ? {
          id: 'density',
          group,
          icon: 'menu',
          label: 'Comfortable rows',
          words: 'density',
          target: () => setDensity('comfortable'),
        }
      : {
          id: 'density',
          group,
          icon: 'list',
          label: 'Dense rows',
          words: 'density',
          target: () => setDensity('dense'),
        },
    zone === UTC
      ? {
          id: 'zone',
          group,
          icon: 'clock',
          label: 'Times in local time',
          words: 'time zone',
          target: () => setLocal(true),
        }
      : { id: 'zone', group, icon: 'clock', label: 'Times in UTC', words: 'time zone', target: () => setLocal(false) },
  ]
  return all.filter((item) => item !== false)
}
