import { describe, expect, it } from 'vitest'
import type { AccountId, KeyId, Region } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { OperationName } from '#model/api.ts'
import { type Footnote, footnotes, type KeyStateCell, keyStateTable } from '#model/key-states.ts'
import { inputFor, newSubject, type Subject, subjectOf } from '#testing/calls.ts'
import { type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { clusterKey, externalKey } from '#testing/key-stores.ts'
import { elsewhere, originIn, REACHED, reach, writeState } from '#testing/reached-states.ts'
import { storedOf } from '#testing/stored.ts'
import { assertState, type StatefulOperation } from './key-states.ts'
import type { StoredKey } from './key-store.ts'
import type { KeyOrigin, KeyRow, KeyState, KeyStoreRow } from './rows.ts'

const rows = Object.entries(keyStateTable) as [StatefulOperation, Record<KeyState, KeyStateCell>][]
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab' as KeyId
const ARN = `arn:aws:kms:us-east-1:111122223333:key/${KEY}`

/** A key that shows the state: one in a key store that is not connected shows Unavailable. */
const keyIn = (state: KeyState, origin: KeyOrigin) => {
  const own = { account: '111122223333' as AccountId, region: 'us-east-1' as Region, keyId: KEY, origin }
  if (state !== 'Unavailable') return { key: { ...own, state } as KeyRow }
  return { key: { ...own, state: 'Enabled' } as KeyRow, keyStore: { state: 'DISCONNECTED' } as KeyStoreRow }
}

/** Of keys in a custom key store; only they become unavailable. */
const IN_STORES: readonly KeyOrigin[] = ['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']
const ORIGINS: readonly KeyOrigin[] = ['AWS_KMS', 'EXTERNAL', ...IN_STORES]

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

/** The footnotes that speak of a key of that origin in a cell: the first is the one that callers see. */
function notesOf({ outcome, footnotes: notes }: KeyStateCell, origin: KeyOrigin): readonly Footnote[] {
  // Of two footnotes that name an error the field sees 3 and not 2, and 1 rather than 7.
  if (outcome === 'fails') return ([1, 3, 4, 5, 6, 11, 14, 15, 9, 7] as const).filter((note) => notes.includes(note))
  return notes.filter((note) => note === 10 || (note === 7 && IN_STORES.includes(origin)))
}

/** The refusal that a cell of the table stands for; undefined when the operation goes on. */
function refusalOf(cell: KeyStateCell, state: KeyState, arn = ARN, origin: KeyOrigin = 'AWS_KMS'): Refusal | undefined {
  const [note] = notesOf(cell, origin)
  return note && worded(note === 10 ? 3 : note, state, arn, origin)
}

const outcomeOf = (operation: OperationName, record: StoredKey): Refusal | undefined => {
  try {
    assertState(operation, record)
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
      for (const origin of state === 'Unavailable' ? IN_STORES : ORIGINS) {
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

/** The developer guide's own list: only symmetric keys of one Region are in custom key stores. */
const CANNOT_OCCUR: readonly StatefulOperation[] = [
  'Decapsulate',
  'DeleteImportedKeyMaterial',
  'DeriveSharedSecret',
  'Encapsulate',
  'GenerateMac',
  'GetPublicKey',
  'ReplicateKey',
  'Sign',
  'UpdatePrimaryRegion',
  'Verify',
  'VerifyMac',
]

const STATES = Object.keys(keyStateTable.Encrypt) as KeyState[]
const cells = rows.flatMap(([name, states]) => STATES.map((state) => [name, state, states[state]] as const))
const occurring = cells.filter(([, , { outcome }]) => outcome !== 'cannot-occur')

/** Calls and compares with what is expected: a refusal, or undefined for success. */
async function expectCall(kms: Harness, name: StatefulOperation, subject: Subject, expected: Refusal | undefined) {
  const input = inputFor(name, subject)
  if (!expected) return await kms.call(name, input)
  const { code, message } = await kms.refusal(name, input)
  return expect({ code, message }).toEqual(expected)
}

describe('a call', () => {
  it('is tried for every cell but those that cannot occur', () => {
    expect(cells.filter((cell) => !occurring.includes(cell)).map(([name, state]) => [name, state])).toEqual(
      CANNOT_OCCUR.map((name) => [name, 'Unavailable']),
    )
    expect(occurring).toHaveLength(46 * 8 - 11)
  })

  it.each(occurring)('%s on a key in state %s ends as the table says', async (name, state, cell) => {
    const kms = await openHarness()
    const { subject, named = subject.arn } = await reach(kms, state, name)
    const at = named === subject.arn ? kms.caller() : elsewhere(kms)
    expect((await kms.call('DescribeKey', { KeyId: subject.keyId }, at)).KeyMetadata?.KeyState).toBe(state)
    await expectCall(kms, name, subject, refusalOf(cell, state, named, originIn(state, name)))
  })
})

describe('the other side of a condition', () => {
  const imports = ['DeleteImportedKeyMaterial', 'GetParametersForImport', 'ImportKeyMaterial'] as const
  const ofImports = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingReplicaDeletion'] as const
  it.each(imports.flatMap((name) => ofImports.map((state) => [name, state] as const)))(
    '%s is for imported material only, in state %s too (footnote 9)',
    async (name, state) => {
      const kms = await openHarness()
      const { subject } = await REACHED[state](kms, 'DescribeKey')
      expect(keyStateTable[name][state].footnotes).toContain(9)
      const expected = worded(9, state, subject.arn, 'AWS_KMS')
      const before = await storedOf(kms)
      await expectCall(kms, name, subject, expected)
      expect(await storedOf(kms)).toEqual(before)
    },
  )

  /** States that a key in a custom key store can be in; it is of one Region, so never Updating. */
  const ofStores = ['Enabled', 'Disabled', 'PendingDeletion', 'Creating'] as const
  const inStores = rows.flatMap(([name, states]) =>
    ofStores.filter((state) => notesOf(states[state], 'AWS_CLOUDHSM')[0] === 7).map((state) => [name, state] as const),
  )
  it('of footnote 7 is met in 11 cells', () => expect(inStores).toHaveLength(11))

  it.each(inStores)('%s is not for keys in custom key stores, in state %s too (footnote 7)', async (name, state) => {
    for (const newKey of [clusterKey, externalKey]) {
      const kms = await openHarness()
      const subject = await subjectOf(kms, 'DescribeKey', await newKey(kms))
      await writeState(kms, subject, { state })
      await expectCall(kms, name, subject, { code: 'UnsupportedOperationException', message: '' })
    }
  })

  it.each(['PendingDeletion', 'PendingReplicaDeletion'] as const)(
    'an alias is moved away from a key in state %s, and not to one (footnote 10)',
    async (state) => {
      const kms = await openHarness()
      const [{ subject: going }, staying] = [await REACHED[state](kms, 'UpdateAlias'), await newSubject(kms)]
      const to = { AliasName: staying.alias, TargetKeyId: going.keyId }
      const expected = refusalOf(keyStateTable.UpdateAlias[state], state, going.arn)
      expect(await kms.refusal('UpdateAlias', to)).toMatchObject({ ...expected })
      await kms.call('UpdateAlias', { AliasName: going.alias, TargetKeyId: staying.keyId })
      expect((await kms.call('DescribeKey', { KeyId: going.alias })).KeyMetadata?.KeyId).toBe(staying.keyId)
    },
  )
})

describe('a call on two keys', () => {
  it.each(['Disabled', 'PendingDeletion', 'PendingImport', 'PendingReplicaDeletion'] as const)(
    're-encrypts neither from nor to a key in state %s',
    async (state) => {
      const kms = await openHarness()
      const [{ subject: one }, other] = [await REACHED[state](kms, 'ReEncrypt'), await newSubject(kms)]
      const expected = refusalOf(keyStateTable.ReEncrypt[state], state, one.arn)
      const from = { CiphertextBlob: one.ciphertext, DestinationKeyId: other.keyId }
      const to = { CiphertextBlob: other.ciphertext, DestinationKeyId: one.keyId }
      for (const input of [from, to]) expect(await kms.refusal('ReEncrypt', input)).toMatchObject({ ...expected })
    },
  )

  it('changes no primary when the replica is disabled', async () => {
    const kms = await openHarness()
    const subject = await newSubject(kms, 'UpdatePrimaryRegion')
    await kms.call('DisableKey', { KeyId: subject.keyId }, elsewhere(kms))
    expect(await kms.refusal('UpdatePrimaryRegion', inputFor('UpdatePrimaryRegion', subject))).toMatchObject({
      code: 'DisabledException',
      message: `${subject.arn.replace(REGION, OTHER_REGION)} is disabled.`,
    })
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
