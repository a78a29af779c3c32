import type { Locator, Page } from '@playwright/test'
import { patient } from './patient.ts'
import { addressOf, type ConsolePlace } from './place.ts'

/** Which events; all where nothing is said. */
export interface EventFilter {
  /** The name of an operation, such as `Decrypt`. */
  readonly event?: string
  /** The id or ARN of a key that a call was about. */
  readonly resource?: string
  /** The ARN of who made it. */
  readonly principal?: string
  readonly outcome?: 'ok' | 'denied' | 'error'
  /** The name of an exception. */
  readonly error?: string
  /** Words in the record. */
  readonly text?: string
}

/** The audit log. */
export class AuditPage {
  readonly page: Page
  /** One an event, the newest first. */
  readonly rows: Locator
  readonly #place: ConsolePlace

  constructor(page: Page, place: ConsolePlace) {
    this.page = page
    this.rows = page.getByRole('main').getByTestId(/^event-[0-9a-f]{8}-/)
    this.#place = place
  }

  /** Opens the log at the events that are meant; `rows` are those. */
  async find(filter: EventFilter = {}): Promise<Locator> {
    await this.page.goto(addressOf(this.#place, 'audit', { ...filter }))
    return this.rows
  }

  /** Opens the newest event of a name in the list that is shown. */
  async open(event: string): Promise<EventDrawer> {
    await this.rows.getByRole('link', { name: event, exact: true }).first().click()
    const drawer = new EventDrawer(this.page)
    await patient(drawer.record).toBeVisible()
    return drawer
  }

  /** The explanation of a call, by its request id. */
  async why(requestId: string): Promise<Locator> {
    await this.page.goto(addressOf(this.#place, 'audit', { request: requestId, view: 'why' }))
    const explanation = this.page.getByRole('region', { name: 'Why' })
    await patient(explanation).toBeVisible()
    return explanation
  }
}

/** One event. */
export class EventDrawer {
  readonly page: Page
  readonly dialog: Locator
  /** The CloudTrail record, as JSON. */
  readonly record: Locator

  constructor(page: Page) {
    this.page = page
    this.dialog = page.getByRole('dialog')
    this.record = this.dialog.getByTestId('event-record')
  }

  /** Its explanation: what decided the call. */
  async why(): Promise<Locator> {
    await this.dialog.getByRole('tab', { name: 'Why?' }).click()
    const explanation = this.dialog.getByRole('region', { name: 'Why' })
    await patient(explanation).toBeVisible()
    return explanation
  }

  async close(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Close' }).click()
    await patient(this.dialog).toBeHidden()
  }
}
