import type { Locator, Page } from '@playwright/test'
import { patient } from './patient.ts'
import { PolicyEditor } from './policy-editor.ts'

/** A key. Each act waits until the console says that it is done. */
export class KeyPage {
  readonly page: Page
  /** `Enabled`, `Disabled`, `Pending deletion` and a date … */
  readonly status: Locator
  readonly arn: Locator
  /** On the first of its pages. */
  readonly policy: PolicyEditor

  constructor(page: Page) {
    this.page = page
    const main = page.getByRole('main')
    this.status = main.getByTestId('key-status')
    this.arn = main.getByTestId('key-arn')
    this.policy = new PolicyEditor(page)
  }

  /** Opens another of its pages by the name of its tab, such as `Key material and rotations`. */
  async tab(name: string | RegExp): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name }).click()
  }

  /** Chooses from the menu of actions. */
  async act(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Key actions' }).click()
    await this.page.getByRole('menuitem', { name, exact: true }).click()
  }

  async rotate(): Promise<void> {
    await this.act('Rotate now…')
    await this.page.getByRole('dialog', { name: 'Rotate now' }).getByRole('button', { name: 'Rotate key' }).click()
    await patient(this.page.getByText('Key material rotated', { exact: true })).toBeVisible()
  }

  async disable(): Promise<void> {
    await this.act('Disable')
    await patient(this.status).toHaveText('Disabled')
  }

  async enable(): Promise<void> {
    await this.act('Enable')
    await patient(this.status).toHaveText('Enabled')
  }

  /** `days` is the waiting period, 7 to 30. */
  async scheduleDeletion(days = 30): Promise<void> {
    await this.act('Schedule deletion…')
    const dialog = this.page.getByRole('dialog', { name: 'Schedule deletion of 1 key' })
    await dialog.getByLabel('Waiting period in days').fill(String(days))
    await dialog.getByRole('button', { name: 'Schedule deletion' }).click()
    await patient(this.status).toContainText('Pending deletion')
  }

  /** The key is disabled then. */
  async cancelDeletion(): Promise<void> {
    await this.act('Cancel deletion')
    await patient(this.status).toHaveText('Disabled')
  }
}
