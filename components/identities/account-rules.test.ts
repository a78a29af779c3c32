import { expect, it } from 'vitest'
import { accountIdProblem } from './account-rules.ts'

it.each(['', '111122223333', '000000000000'])('an account may have the id "%s"', (id) => {
  expect(accountIdProblem(id)).toBeUndefined()
})

it.each(['1', '11112222333', '1111222233334', '11112222333a', ' 111122223333'])('none has the id "%s"', (id) => {
  expect(accountIdProblem(id)).toBeDefined()
})
