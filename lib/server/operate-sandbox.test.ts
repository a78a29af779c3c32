import { describe, expect, it } from 'vitest'
import { sandboxOperation } from './operate-sandbox.ts'

const asked = (line: string, flags = {}) => sandboxOperation({ words: line.split(' '), flags })

describe('keystead sandbox', () => {
  it.each([
    ['create', {}, 'CreateSandbox', {}],
    [
      'create a',
      { seed: 's', account: '222233334444', quotas: 'aws' },
      'CreateSandbox',
      { name: 'a', seed: 's', accountId: '222233334444', quotas: 'aws' },
    ],
    [
      'create a',
      { set: '2015-01-01T00:00:00Z', freeze: true },
      'CreateSandbox',
      { name: 'a', clock: { set: '2015-01-01T00:00:00Z', freeze: true } },
    ],
    ['list', {}, 'ListSandboxes', {}],
    ['show a', {}, 'GetSandbox', { id: 'a' }],
    ['clock a', { advance: 'P1Y' }, 'MoveClock', { id: 'a', advance: 'P1Y' }],
    ['clock a', { unfreeze: true }, 'MoveClock', { id: 'a', freeze: false }],
    ['snapshot a one', {}, 'CreateSnapshot', { id: 'a', name: 'one' }],
    ['restore a one', {}, 'RestoreSnapshot', { id: 'a', name: 'one' }],
    ['forget a one', {}, 'DeleteSnapshot', { id: 'a', name: 'one' }],
    ['reset a', {}, 'ResetSandbox', { id: 'a' }],
    ['delete a', {}, 'DeleteSandbox', { id: 'a' }],
  ])('%s %j asks for %s', (line, flags, operation, input) => {
    expect(asked(line, flags)).toEqual({ operation, input })
  })

  it.each([
    ['reset a', { seed: 's' }, 'sandbox reset takes no --seed'],
    ['create a', { unfreeze: true }, 'sandbox create takes no --unfreeze'],
    ['clock a', { set: '2040-01-01T00:00:00Z', quotas: 'aws' }, 'sandbox clock takes no --quotas'],
    ['clock a', { freeze: true, unfreeze: true }, 'it is either --freeze or --unfreeze'],
    ['faults a [', {}, 'the faults are not JSON'],
  ])('%s %j is refused: %s', (line, flags, message) => {
    expect(asked(line, flags)).toBe(message)
  })

  it.each(['', 'make', 'show', 'show a b', 'snapshot a', 'restore a', 'list a', 'clock', 'create a b'])(
    'tells what it takes in place of %j',
    (line) => expect(asked(line)).toMatch(/^sandbox takes: create \[NAME\] \| .*list \| show ID/),
  )
})
