import { expect, it } from 'vitest'
import type { Console } from './access.ts'
import { belongings } from './families.ts'

function consoleIn(region: string, calls: string[]): Console {
  const call = async (name: string) => {
    calls.push(`${name} ${region}`)
    return {}
  }
  return { scope: { region }, in: (other: string) => consoleIn(other, calls), call } as unknown as Console
}

it('asks each Region that there is once, whatever the address says', async () => {
  const calls: string[] = []
  const names = ['eu-west-1', 'eu-west-1', 'nowhere', '__proto__', '', 'us-east-1', 'eu-west-1']
  const params = new URLSearchParams(names.map((name) => ['region', name]))
  const told = await belongings(consoleIn('us-east-1', calls), params)
  expect(told.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1'])
  expect(calls).toHaveLength(6)
})
