import { expect, it } from 'vitest'
import { optionsAt } from './complete.ts'

const labels = (path: readonly string[], isName: boolean) =>
  optionsAt({ path, isName }, ['arn:aws:iam::111122223333:role/r']).map(({ label }) => label)

it('names fit where they stand', () => {
  expect(labels([], true)).toEqual(['Version', 'Id', 'Statement'])
  expect(labels(['Statement'], true)).toContain('NotPrincipal')
  expect(labels(['Statement', 'Condition'], true)).toContain('StringEquals')
  expect(labels(['Statement', 'Condition', 'StringEquals'], true)).toContain('kms:ViaService')
  expect(labels(['Statement', 'Action'], true)).toEqual([])
})

it('values fit their names', () => {
  expect(labels(['Statement', 'Effect'], false)).toEqual(['Allow', 'Deny'])
  expect(labels(['Statement', 'Action'], false)).toContain('kms:Decrypt')
  expect(labels(['Statement', 'Action'], false)).not.toContain('kms:ListKeys')
  expect(labels(['Statement', 'Principal', 'AWS'], false)).toEqual(['arn:aws:iam::111122223333:role/r', '*'])
  expect(labels(['Statement', 'Sid'], false)).toEqual([])
})
