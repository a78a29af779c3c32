'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { DisplayDto } from '#console/dto/frame.ts'
import { clockParts, day, instant, longDay } from '../format.ts'
import { UTC } from '../time-zone.ts'
import { keepCookie } from './keep-cookie.ts'

interface DisplayState extends DisplayDto {
  setDensity(density: DisplayDto['density']): void
  /** In UTC, or in the zone that the browser is in now. */
  setLocal(local: boolean): void
}

const Display = createContext<DisplayState>({
  density: 'comfortable',
  zone: UTC,
  setDensity: () => undefined,
  setLocal: () => undefined,
})

/** How things are shown: begins with what the server read from the cookies, so that nothing changes on arrival. */
export function DisplayProvider({ initial, children }: { readonly initial: DisplayDto; readonly children: ReactNode }) {
  const [density, setDensity] = useState(initial.density)
  const [zone, setZone] = useState(initial.zone)

  useEffect(() => {
    // Someone who has local times and has travelled since.
    if (zone !== UTC && zone !== hereZone()) showIn(hereZone())
    function showIn(next: string) {
      setZone(next)
      keepCookie('zone', next)
    }
  }, [zone])

  const state = useMemo<DisplayState>(
    () => ({
      density,
      zone,
      setDensity(next) {
        document.documentElement.dataset.density = next
        keepCookie('density', next === 'dense' ? next : undefined)
        setDensity(next)
      },
      setLocal(local) {
        const next = local ? hereZone() : UTC
        keepCookie('zone', local ? next : undefined)
        setZone(next)
      },
    }),
    [density, zone],
  )
  return <Display value={state}>{children}</Display>
}

export function useDisplay(): DisplayState {
  return useContext(Display)
}

/** The formats of absolute times, in the time zone that was chosen. */
export function useTimes() {
  const { zone } = useDisplay()
  return useMemo(
    () => ({
      zone,
      /** The zone as a person reads it. */
      zoneText: zone.replaceAll('_', ' '),
      /** Behind an hour: that it is in UTC. */
      mark: zone === UTC ? 'Z' : '',
      instant: (time: number) => instant(time, zone),
      day: (time: number) => day(time, zone),
      longDay: (time: number) => longDay(time, zone),
      clockParts: (time: number) => clockParts(time, zone),
    }),
    [zone],
  )
}

/** A browser that stands in UTC under another name is in UTC all the same, but the choice is to be told from it. */
function hereZone(): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone === UTC ? 'Etc/UTC' : zone
}
