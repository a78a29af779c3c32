import type { Locator, Page } from '@playwright/test'

export interface KeysFilter {
  /** In alias, id, type and tags. */
  readonly search?: string
  /** As AWS names it: `Enabled`, `Disabled`, `PendingDeletion`. */
  readonly state?: string
  readonly tag?: { readonly key: string; readonly value: string }
}

/** The list of customer managed keys. */
export class KeysPage {
  readonly page: Page
  /** One a key. */
  readonly rows: Locator

  constructor(page: Page) {
    this.page = page
    this.rows = page.getByRole('main').getByTestId(/^key-/)
  }

  /** The row of a key, by its alias without `alias/`, or anything else that it shows. */
  row(text: string): Locator {
    return this.rows.filter({ hasText: text })
  }

  /** What leads to a key, by its alias without `alias/`. */
  link(alias: string): Locator {
    return this.rows.getByRole('link', { name: alias, exact: true })
  }
}
