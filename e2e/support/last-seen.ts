import { readFileSync } from 'node:fs'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/**
 * Prints at the end what the pages held at which tests failed, also those that passed when tried again: where there is
 * nobody to open their pictures, that is all there is.
 */
export default class LastSeen implements Reporter {
  readonly #seen: string[] = []

  onTestEnd(test: TestCase, { status, attachments }: TestResult): void {
    const context = attachments.find(({ name }) => name === 'error-context')?.path
    if (status === test.expectedStatus || context === undefined) return
    const [, snapshot] = /^```yaml\n(.*?)^```/ms.exec(readFileSync(context, 'utf8')) ?? []
    if (snapshot !== undefined) this.#seen.push(`The page of «${test.title}» at its end:\n${snapshot}`)
  }

  onEnd(): void {
    for (const seen of this.#seen) console.log(seen)
  }
}
