import { expect, it } from 'vitest'
import { comparedFields } from './differences.ts'

const event = (record: object) => ({ record: JSON.stringify(record) })

it('every member of the records is compared, by its path; what one does not have differs', () => {
  const fields = comparedFields([
    event({ eventName: 'Decrypt', requestParameters: { encryptionContext: { a: '1' } }, resources: [{ ARN: 'x' }] }),
    event({ eventName: 'Decrypt', requestParameters: { encryptionContext: { a: '2' } }, errorCode: 'AccessDenied' }),
  ])
  expect(fields).toEqual([
    { path: 'eventName', values: ['Decrypt', 'Decrypt'], differs: false },
    { path: 'requestParameters.encryptionContext.a', values: ['1', '2'], differs: true },
    { path: 'resources[0].ARN', values: ['x', undefined], differs: true },
    { path: 'errorCode', values: [undefined, 'AccessDenied'], differs: true },
  ])
})

it('null, what is empty and text that looks like them are told apart by nothing but their own text', () => {
  const fields = comparedFields([event({ a: null, b: [], c: {} }), event({ a: 'null', b: [], c: {} })])
  expect(fields.map(({ differs }) => differs)).toEqual([false, false, false])
})
