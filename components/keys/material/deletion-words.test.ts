import { expect, it } from 'vitest'
import { deletionWords } from './deletion-words.ts'

const family = { regions: ['us-east-1', 'eu-west-1'] }

it.each(['current', 'former'] as const)('without its %s material a key waits for it, in this Region', (state) => {
  expect(deletionWords(state, { ...family, regionality: 'PRIMARY' })).toEqual({
    whole: expect.stringContaining('The whole key cannot be used'),
    after: 'The key waits for the same material again.',
    regions: 'Its other Regions keep theirs.',
    encrypts: true,
  })
  expect(deletionWords(state, { regions: [], regionality: 'SINGLE' }).regions).toBeUndefined()
})

it.each(['pending', 'pending-elsewhere'] as const)('a key goes on without material that is %s', (state) => {
  expect(deletionWords(state, { ...family, regionality: 'PRIMARY' })).toEqual({
    whole: 'It is not in use yet, and no longer can be.',
    after: 'The key goes on with the material that it has.',
    regions: 'Its other Regions forget it too.',
    encrypts: false,
  })
  expect(deletionWords(state, { ...family, regionality: 'REPLICA' })).toMatchObject({
    whole: expect.stringContaining('until it is imported here again'),
    regions: 'Its other Regions keep theirs.',
  })
})
