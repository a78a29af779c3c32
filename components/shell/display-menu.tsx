'use client'

import { useDisplay } from '../hooks/display.tsx'
import { chooseTheme, useTheme } from '../hooks/theme.ts'
import { UTC } from '../time-zone.ts'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segments } from '../ui/segments.tsx'

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

const DENSITIES = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'dense', label: 'Dense' },
] as const

const CLOCKS = [
  { value: 'utc', label: 'UTC' },
  { value: 'local', label: 'Local' },
] as const

export function DisplayMenu() {
  return (
    <Popover trigger={<IconButton icon="sliders" label="Display settings" />} label="Display settings" align="end">
      <DisplayChoices />
    </Popover>
  )
}

/** Theme, density of tables, and the time zone of all absolute times. */
export function DisplayChoices() {
  const { zone } = useDisplay()
  return (
    <div className="grid grid-cols-[72px_auto] items-center justify-items-start gap-y-2 px-2 py-1">
      <span className="text-ink-3">Theme</span>
      <ThemeChoice />
      <span className="text-ink-3">Rows</span>
      <DensityChoice />
      <span className="text-ink-3">Times</span>
      <ZoneChoice />
      {zone !== UTC && <p className="col-start-2 text-ink-3 text-sm">{zone.replaceAll('_', ' ')}</p>}
    </div>
  )
}

export function ThemeChoice() {
  return <Segments label="Theme" value={useTheme()} options={THEMES} onChange={chooseTheme} />
}

export function DensityChoice() {
  const { density, setDensity } = useDisplay()
  return <Segments label="Density of tables" value={density} options={DENSITIES} onChange={setDensity} />
}

export function ZoneChoice() {
  const { zone, setLocal } = useDisplay()
  return (
    <Segments
      label="Time zone"
      value={zone === UTC ? 'utc' : 'local'}
      options={CLOCKS}
      onChange={(value) => setLocal(value === 'local')}
    />
  )
}
