import { EncryptCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newAccount } from './accounts.ts'
import { ACCOUNT, sendRaw, utf8 } from './clients.ts'
import { decisionsOf } from './decisions.ts'
import { DENIALS, type Denial, NOT_TOLD, owned } from './denial-forms.ts'
import { assume, type Household, householdOf, type Person, trusting } from './people.ts'
import { allow, inPolicy } from './statements.ts'

let server: Server
let owner: Household
let guest: Household
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
})
afterAll(() => server.stop())

let made = 0

async function callerOf({ own = [], boundary: limit, session, from }: Denial): Promise<{ who: Person; name: string }> {
  made += 1
  const name = `denied-${made}`
  const household = from ? guest : owner
  if (!session) {
    const limited = limit && { boundary: await household.policy(name, ...limit) }
    return { name, who: await household.user(name, { own, ...limited }) }
  }
  const helper = await household.user(`${name}-helper`, { own: [allow('sts:AssumeRole')] })
  const role = await household.role(name, trusting(helper.arn), { own })
  return { name, who: await assume(server, helper, role, { Policy: inPolicy(...session) }) }
}

/** The bytes of the refusal, and what the event of the call says of it. */
async function refusal({ keys }: Person, operation: string, input: object) {
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const headers = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }
  const target = `TrentService.${operation}`
  const call = { target, body: JSON.stringify(input), accessKeyId, secretAccessKey, headers }
  const answer = await sendRaw(server, call)
  const decisions = decisionsOf(server, answer.headers.get('x-amzn-requestid') ?? '')
  return { status: answer.status, body: JSON.parse(answer.text), decisions }
}

describe('a refusal has the words of AWS, and its event the cause:', () => {
  it.each(DENIALS)('$form', async (denial) => {
    const { who, name } = await callerOf(denial)
    const key = await owner.key()
    const sealed = await owner.kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8('x') }))
    const CiphertextBlob = Buffer.from(sealed.CiphertextBlob ?? []).toString('base64')
    await owner.protect(key, ...(denial.key?.({ who: who.arn, guest: guest.id }) ?? [owned()]))
    const place = denial.reason === NOT_TOLD ? 'on this resource' : `on resource: ${key}`
    for (const [operation, input, where] of [
      ['Encrypt', { KeyId: key, Plaintext: 'eA==' }, place],
      ['DescribeKey', { KeyId: key }, place],
      ['Decrypt', { KeyId: key, CiphertextBlob }, place],
      ['Decrypt', { CiphertextBlob }, 'on the resource associated with this ciphertext'],
    ] as const) {
      const action = `kms:${operation}`
      const reason = denial.reason.replace('*', action)
      const { status, body, decisions } = await refusal(who, operation, input)
      expect({ status, body }).toEqual({
        status: 400,
        body: {
          __type: 'AccessDeniedException',
          message: `User: ${who.arn} is not authorized to perform: ${action} ${where} ${reason}`,
        },
      })
      const cause = denial.cause({ who: who.arn, key, name, guest: guest.id })
      const untold = 'CiphertextBlob' in input && !('KeyId' in input) ? 'ciphertext' : '*'
      if (denial.reason === NOT_TOLD) expect(decisions).toEqual([{ action, resource: untold, ...cause }])
      else expect(decisions).toMatchObject([{ action, resource: key, ...cause }])
    }
  })
})
