import { describe, expect, it } from 'vitest'
import { operations } from '#model/cloudtrail/shapes.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { invalidInput, invalidNextToken, invalidReadOnly, invalidTimeRange, tooManyAttributes } from './errors.ts'
import { builtCloudTrailOperations, isCloudTrailOperation, notBuilt, operationNamed } from './registry.ts'

const MODEL = 'aws/cloudtrail-subset.json'

describe('the operations of AWS CloudTrail', () => {
  it.skipIf(!hasShared(MODEL))('are built, or known by name', () => {
    const { operations: all } = readSharedJson(MODEL) as { operations: object }
    for (const name of Object.keys(all)) {
      const code = builtCloudTrailOperations.includes(name) ? undefined : 'UnsupportedOperationException'
      expect([name, notBuilt(name)?.code]).toEqual([name, code])
    }
  })

  it.each(['constructor', '__proto__', 'lookupEvents', ''])('do not have %j', (name) => {
    expect(isCloudTrailOperation(name)).toBe(false)
    expect(notBuilt(name)).toBeUndefined()
  })

  it('are found by their names', () => {
    expect(builtCloudTrailOperations).toEqual(['LookupEvents'])
    expect(isCloudTrailOperation('LookupEvents')).toBe(true)
    expect(operationNamed('LookupEvents')).toHaveProperty('plan')
  })

  it('throw exceptions of their model', () => {
    const members = ['maxResults', 'lookupAttributes', 'eventCategory'].map((path) =>
      invalidInput([{ path, message: '' }]),
    )
    const thrown = [invalidNextToken(), invalidReadOnly(), invalidTimeRange(), tooManyAttributes(), ...members]
    for (const { code } of thrown) expect(operations.LookupEvents.errors).toContain(code)
  })
})
