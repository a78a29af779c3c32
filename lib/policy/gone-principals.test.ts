import { expect, it } from 'vitest'
import { withoutGone } from './gone-principals.ts'

const [ANN, BOB, APP] = ['user/ann', 'user/bob', 'role/app'].map((name) => `arn:aws:iam::111122223333:${name}`)
const isGone = async (arn: string) => arn === BOB || arn === APP

it('a policy names those who are gone by unique ids, as principals only', async () => {
  const Condition = { ArnEquals: { 'aws:PrincipalArn': BOB } }
  const text = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: [ANN, BOB], Service: 's3.amazonaws.com' },
        Action: 'kms:Decrypt',
        Condition,
      },
      { Effect: 'Deny', NotPrincipal: { AWS: APP }, Action: '*' },
      { Effect: 'Allow', Principal: '*', Action: '*' },
    ],
  })
  const told = await withoutGone(text, isGone)
  expect(told.gone).toEqual([BOB, APP])
  const bob = expect.stringMatching(/^AIDA[A-F0-9]{17}$/)
  expect(JSON.parse(told.text).Statement).toEqual([
    { Effect: 'Allow', Principal: { AWS: [ANN, bob], Service: 's3.amazonaws.com' }, Action: 'kms:Decrypt', Condition },
    { Effect: 'Deny', NotPrincipal: { AWS: expect.stringMatching(/^AROA[A-F0-9]{17}$/) }, Action: '*' },
    { Effect: 'Allow', Principal: '*', Action: '*' },
  ])
  expect(await withoutGone(told.text, isGone)).toEqual({ text: told.text, gone: [] })
})

it('a policy of which nobody is gone stays as it was written', async () => {
  const text = `{"Statement":{"Effect":"Allow",  "Principal":{"AWS":"${ANN}"},"Action":"kms:*"}}`
  expect(await withoutGone(text, isGone)).toEqual({ text, gone: [] })
})
