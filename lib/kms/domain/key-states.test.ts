import { describe, expect, it } from 'vitest'
import type { AccountId, KeyId, Region } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { OperationName } from '#model/api.ts'
import { type Footnote, footnotes, type KeyStateCell, keyStateTable } from '#model/key-states.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { builtOperations } from '../registry.ts'
import { assertState, type StatefulOperation } from './key-states.ts'
import type { KeyOrigin, KeyRow, KeyState } from './rows.ts'

const rows = Object.entries(keyStateTable) as [StatefulOperation, Record<KeyState, KeyStateCell>][]
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab' as KeyId
const ARN = `arn:aws:kms:us-east-1:111122223333:key/${KEY}`

const keyIn = (state: KeyState, origin: KeyOrigin) =>
  ({ account: '111122223333' as AccountId, region: 'us-east-1' as Region, keyId: KEY, state, origin }) as KeyRow

const BOTH = ['AWS_KMS', 'EXTERNAL'] as const
const CUSTOM = ['AWS_CLOUDHSM'] as const

interface Refusal {
  readonly code: string
  readonly message: string
}

/** What the words of a footnote come to for one key. */
function worded(footnote: Footnote, state: KeyState, arn: string, origin: KeyOrigin): Refusal {
  if (footnote === 7) return { code: 'UnsupportedOperationException', message: '' }
  if (footnote === 9 && origin !== 'EXTERNAL') {
    const message = `${arn} origin is ${origin} which is not valid for this operation.`
    return { code: 'UnsupportedOperationException', message }
  }
  const [code = '', words = ''] = footnotes[footnote === 9 ? 3 : footnote].split(': ')
  const kind = state === 'PendingReplicaDeletion' ? 'pending replica deletion' : 'pending deletion'
  return {
    code,
    message: words.replace('<keyArn>', arn).replace(/pending deletion \(or pending replica deletion\)/, kind),
  }
}

/** The refusal that a cell of the table stands for; undefined when the operation goes on. */
function refusalOf(cell: KeyStateCell, state: KeyState, arn = ARN, origin: KeyOrigin = 'AWS_KMS'): Refusal | undefined {
  if (cell.outcome === 'conditional') return cell.footnotes.includes(10) ? worded(3, state, arn, origin) : undefined
  if (cell.outcome !== 'fails') return undefined
  // Of two footnotes that name an error the field sees 3 and not 2, and 1 rather than 7.
  const footnote = [1, 3, 4, 5, 6, 11, 14, 15, 9, 7].find((note) => cell.footnotes.includes(note as Footnote))
  return worded(footnote as Footnote, state, arn, origin)
}

const outcomeOf = (operation: OperationName, key: KeyRow): Refusal | undefined => {
  try {
    assertState(operation, key)
    return undefined
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { code: error.code, message: error.message }
  }
}

describe('the key-state table', () => {
  it('has the 46 operations with a key, each in 8 states', () => {
    expect(rows).toHaveLength(46)
    for (const [, states] of rows) expect(Object.keys(states)).toHaveLength(8)
  })

  it.each(rows)('%s gives AWS’s exception and text in every state that forbids it', (operation, states) => {
    for (const [state, cell] of Object.entries(states) as [KeyState, KeyStateCell][]) {
      // Only keys of a custom key store become unavailable.
      for (const origin of state === 'Unavailable' ? CUSTOM : BOTH) {
        const expected = refusalOf(cell, state, ARN, origin)
        expect(outcomeOf(operation, keyIn(state, origin)), `${state}, ${origin}`).toEqual(expected)
      }
    }
  })

  it.each<[OperationName, KeyState, string, string]>([
    ['Encrypt', 'Disabled', 'DisabledException', `${ARN} is disabled.`],
    ['Encrypt', 'PendingDeletion', 'KMSInvalidStateException', `${ARN} is pending deletion.`],
    ['Sign', 'PendingReplicaDeletion', 'KMSInvalidStateException', `${ARN} is pending replica deletion.`],
    ['Decrypt', 'PendingImport', 'KMSInvalidStateException', `${ARN} is pending import.`],
    ['Decrypt', 'Unavailable', 'KMSInvalidStateException', `${ARN} is unavailable.`],
    ['Decrypt', 'Creating', 'KMSInvalidStateException', `${ARN} is creating.`],
    ['EnableKey', 'Updating', 'KMSInvalidStateException', `${ARN} is updating.`],
    ['CancelKeyDeletion', 'Enabled', 'KMSInvalidStateException', `${ARN} is not pending deletion.`],
    ['EnableKeyRotation', 'Disabled', 'DisabledException', `${ARN} is disabled.`],
    ['EnableKeyRotation', 'Unavailable', 'UnsupportedOperationException', ''],
  ])('%s in state %s is %s', (operation, state, code, message) => {
    expect(outcomeOf(operation, keyIn(state, 'AWS_KMS'))).toEqual({ code, message })
  })

  it('has nothing to say of operations without a key', () => {
    expect(outcomeOf('ListKeys', keyIn('PendingDeletion', 'AWS_KMS'))).toBeUndefined()
  })
})

const REACHED = {
  Enabled: async () => undefined,
  Disabled: (kms, { keyId }) => kms.call('DisableKey', { KeyId: keyId }),
  PendingDeletion: (kms, { keyId }) => kms.call('ScheduleKeyDeletion', { KeyId: keyId }),
} as const satisfies { readonly [S in KeyState]?: (kms: Harness, subject: Subject) => Promise<unknown> }

const stateful = builtOperations.filter((name) => name in keyStateTable)
const cases = stateful.flatMap((name) =>
  (Object.keys(REACHED) as (keyof typeof REACHED)[]).map((state) => [name as StatefulOperation, state] as const),
)

describe('a call', () => {
  it('is tried for 26 operations in 3 states', () => expect(cases).toHaveLength(26 * 3))

  it.each(cases)('%s on a key in state %s ends as the table says', async (name, state) => {
    const kms = await openHarness()
    const subject = await newSubject(kms)
    await REACHED[state](kms, subject)
    const expected = refusalOf(keyStateTable[name][state], state, subject.arn)
    const input = inputFor(name, subject)
    if (expected) expect(await kms.refusal(name, input)).toMatchObject(expected)
    else await kms.call(name, input)
  })

  it.each(['Disabled', 'PendingDeletion'] as const)(
    're-encrypts neither from nor to a key in state %s',
    async (state) => {
      const kms = await openHarness()
      const [one, other] = [await newSubject(kms), await newSubject(kms)]
      await REACHED[state](kms, one)
      const expected = refusalOf(keyStateTable.ReEncrypt[state], state, one.arn)
      const from = { CiphertextBlob: one.ciphertext, DestinationKeyId: other.keyId }
      const to = { CiphertextBlob: other.ciphertext, DestinationKeyId: one.keyId }
      for (const input of [from, to]) expect(await kms.refusal('ReEncrypt', input)).toMatchObject({ ...expected })
    },
  )

  it('moves an alias away from a key that is pending deletion, and not to one', async () => {
    const kms = await openHarness()
    const [going, staying] = [await newSubject(kms), await newSubject(kms)]
    await kms.call('ScheduleKeyDeletion', { KeyId: going.keyId })
    const to = { AliasName: staying.alias, TargetKeyId: going.keyId }
    expect(await kms.refusal('UpdateAlias', to)).toMatchObject({ message: `${going.arn} is pending deletion.` })
    await kms.call('UpdateAlias', { AliasName: going.alias, TargetKeyId: staying.keyId })
    expect((await kms.call('DescribeKey', { KeyId: going.alias })).KeyMetadata?.KeyId).toBe(staying.keyId)
  })

  it('is refused before the state is told, when the caller may not know of the key', async () => {
    const kms = await openHarness()
    const { keyId } = await newSubject(kms)
    await kms.call('DisableKey', { KeyId: keyId })
    const caller = kms.caller({ principal: kms.identities.user(kms.caller().scope.account, 'nobody') })
    const error = await kms.refusal('Encrypt', { KeyId: keyId, Plaintext: Buffer.from('x') }, caller)
    expect(error.code).toBe('AccessDeniedException')
  })
})
