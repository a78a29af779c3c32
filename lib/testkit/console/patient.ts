import { expect } from '@playwright/test'

/** For what the console does by itself once it was asked: a page that is opened the first time takes longer than five seconds. */
export const patient = expect.configure({ timeout: 30_000 })
