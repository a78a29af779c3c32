import { describe, expect, it } from 'vitest'
import { createSerial } from './serial.ts'

describe('what is about one thing', () => {
  it('is done one after the other, whatever becomes of each; another thing does not wait', async () => {
    const serially = createSerial()
    const done: string[] = []
    const gate = Promise.withResolvers<void>()
    const first = serially('a', async () => {
      await gate.promise
      done.push('first')
      throw new Error('first failed')
    })
    const second = serially('a', async () => done.push('second'))
    await serially('b', async () => done.push('other'))
    expect(done).toEqual(['other'])
    gate.resolve()
    await expect(first).rejects.toThrow('first failed')
    await second
    expect(done).toEqual(['other', 'first', 'second'])
  })

  it('is not done while a part of it is at work, nor a part while it is', async () => {
    const serially = createSerial()
    const done: string[] = []
    const gate = Promise.withResolvers<void>()
    const part = serially('bucket/one', () => gate.promise.then(() => done.push('part')))
    const whole = serially('bucket', async () => done.push('whole'))
    const late = serially('bucket/two', async () => done.push('late part'))
    await serially('bucketful', async () => done.push('other'))
    await createSerial()('bucket/two', async () => done.push('elsewhere'))
    expect(done).toEqual(['other', 'elsewhere'])
    gate.resolve()
    await Promise.all([part, whole, late])
    expect(done).toEqual(['other', 'elsewhere', 'part', 'whole', 'late part'])
  })

  it('lets parts of it go on side by side', async () => {
    const serially = createSerial()
    const gate = Promise.withResolvers<string>()
    const one = serially('bucket/one', () => gate.promise)
    expect(await serially('bucket/two', async () => 'two')).toBe('two')
    gate.resolve('one')
    expect(await one).toBe('one')
  })
})
