'use client'

import { DensityChoice, ThemeChoice, ZoneChoice } from '../shell/display-menu.tsx'
import { Card } from '../ui/card.tsx'
import { Fact, Facts } from './facts.tsx'

/** How this browser shows the console. */
export function DisplayView() {
  return (
    <Card title="Display" aside="kept in this browser">
      <Facts>
        <Fact name="Theme">
          <ThemeChoice />
        </Fact>
        <Fact name="Rows of tables">
          <DensityChoice />
        </Fact>
        <Fact name="Times">
          <ZoneChoice />
        </Fact>
      </Facts>
    </Card>
  )
}
