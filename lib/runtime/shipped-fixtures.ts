import { readFile } from 'node:fs/promises'

/** A fixture that comes with the program. */
export interface ShippedFixture {
  readonly name: string
  /** In a line. */
  readonly about: string
  readonly text: string
}

const FOLDER = new URL('../../e2e/fixtures/', import.meta.url)

const ABOUT = {
  'cross-account': 'Two accounts, and a key that one shares with the other.',
  payments: 'Keys of several kinds with a past, people and roles.',
  'key-stores': 'Custom key stores on two simulated clusters, one locked.',
} as const

/** In the order in which they are offered. */
export function shippedFixtures(): Promise<readonly ShippedFixture[]> {
  const read = async ([name, about]: readonly [string, string]) => {
    return { name, about, text: await readFile(new URL(`${name}.yaml`, FOLDER), 'utf8') }
  }
  return Promise.all(Object.entries(ABOUT).map(read))
}
