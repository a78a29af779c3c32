import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const THEMES = ['light', 'dark'] as const

/** What axe finds wrong with a page as it stands, a line each: everything once, and the colours in both themes. */
export async function violations(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = axeOn(page)
    const { violations: all } = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    found.push(...all.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map((node) => node.html).join(' ')}`))
  }
  return found
}

/** The same of a page that was looked at in another size: colours are as they were there. */
export async function layoutViolations(page: Page): Promise<readonly string[]> {
  const { violations: all } = await axeOn(page).disableRules('color-contrast').analyze()
  return all.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

/** No page has frames of other sites, which are what the other mode opens a page of its own for. */
function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
}
