import type { Locator, Page } from '@playwright/test'
import { patient } from './patient.ts'
import { writeOver } from './write-over.ts'

/** The key policy, with what a draft of it would change. */
export class PolicyEditor {
  readonly page: Page
  readonly document: Locator
  /** What the draft would allow and forbid that the saved policy does not. */
  readonly changes: Locator
  /** Whether its author would keep control of the key. */
  readonly lockout: Locator

  constructor(page: Page) {
    this.page = page
    this.document = page.getByRole('textbox', { name: 'Policy document' })
    this.changes = page.getByRole('status', { name: 'Changes' })
    this.lockout = page.getByRole('region', { name: 'Lockout safety check' })
  }

  /** Puts a draft in; an object is written as JSON. */
  async fill(policy: string | object): Promise<void> {
    await writeOver(this.document, typeof policy === 'string' ? policy : JSON.stringify(policy, undefined, 2))
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save policy' }).click()
    await patient(this.page.getByText('Key policy saved', { exact: true })).toBeVisible()
  }
}
