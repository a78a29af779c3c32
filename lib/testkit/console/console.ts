import type { Locator, Page } from '@playwright/test'
import { AuditPage } from './audit-page.ts'
import { KeyPage } from './key-page.ts'
import { type KeysFilter, KeysPage } from './keys-page.ts'
import { patient } from './patient.ts'
import { addressOf, type ConsolePlace, type Query } from './place.ts'

/** What a key is made with in the console. */
export interface NewKey {
  /** With its prefix `alias/`. */
  readonly alias: string
  readonly description?: string
  /** What is chosen in the first step, by the names of the choices, such as `Asymmetric` or `RSA_2048`. */
  readonly choices?: readonly string[]
}

const KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The console of a sandbox, in one account and one Region of it. Each call opens the page that it is about. */
export class Console {
  readonly page: Page
  readonly audit: AuditPage
  readonly #place: ConsolePlace

  constructor(page: Page, place: ConsolePlace) {
    this.page = page
    this.audit = new AuditPage(page, place)
    this.#place = place
  }

  /** The same console in another account or Region. */
  in({ account = this.#place.account, region = this.#place.region }: { account?: string; region?: string }): Console {
    return new Console(this.page, { ...this.#place, account, region })
  }

  /** The address of a page, such as `keys` or `policy-lab`. */
  address(page: string, query?: Query): string {
    return addressOf(this.#place, page, query)
  }

  async open(page = 'overview', query?: Query): Promise<void> {
    await this.page.goto(this.address(page, query))
  }

  async keys(filter: KeysFilter = {}): Promise<KeysPage> {
    const { search: q, state, tag } = filter
    await this.open('keys', { q, state, ...(tag && { [`tag.${tag.key}`]: tag.value }) })
    return new KeysPage(this.page)
  }

  /** By its id, or by an alias, with or without `alias/`. */
  async key(aliasOrId: string): Promise<KeyPage> {
    if (KEY_ID.test(aliasOrId)) {
      await this.open(`keys/${aliasOrId}`)
    } else {
      const alias = aliasOrId.replace(/^alias\//, '')
      const keys = await this.keys({ search: alias })
      await keys.link(alias).click()
      await patient(this.page.getByRole('heading', { level: 1, name: alias })).toBeVisible()
    }
    return new KeyPage(this.page)
  }

  /** Goes through the steps of the form as a person does. */
  async createKey({ alias, description, choices = [] }: NewKey): Promise<KeyPage> {
    await this.open('keys/create')
    const next = this.page.getByRole('button', { name: 'Next: labels' })
    await patient(next).toBeEnabled()
    for (const name of choices) await this.page.getByRole('radio', { name }).click()
    await next.click()
    await this.page.getByRole('textbox', { name: 'Alias' }).fill(alias)
    if (description !== undefined) await this.page.getByRole('textbox', { name: 'Description' }).fill(description)
    await this.page.getByRole('button', { name: 'Skip to review' }).click()
    await this.page.getByRole('button', { name: 'Create key' }).click()
    const heading = this.page.getByRole('heading', { level: 1, name: alias.replace(/^alias\//, ''), exact: true })
    await patient(heading).toBeVisible()
    return new KeyPage(this.page)
  }

  /** Why a call was allowed or refused, by the request id of its answer or error: the explanation on the page. */
  async why(requestId: string): Promise<Locator> {
    return await this.audit.why(requestId)
  }
}
