import { type ActionEntry, KMS_VOCABULARY, keyActions } from '#policy/vocabulary.ts'

/** Operations that belong together in a matrix. */
export interface ColumnGroup {
  readonly name: 'Use' | 'Grants' | 'Administer'
  readonly actions: readonly ActionEntry[]
}

const USE: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'Encrypt Decrypt GenerateDataKey ReEncryptFrom ReEncryptTo DescribeKey',
  SIGN_VERIFY: 'Sign Verify GetPublicKey DescribeKey',
  GENERATE_VERIFY_MAC: 'GenerateMac VerifyMac DescribeKey',
  KEY_AGREEMENT: 'DeriveSharedSecret GetPublicKey DescribeKey',
  ENCAPSULATE_DECAPSULATE: 'Encapsulate Decapsulate GetPublicKey DescribeKey',
}
const GRANTS = 'CreateGrant ListGrants RevokeGrant'
const ADMINISTER = `GetKeyPolicy PutKeyPolicy EnableKeyRotation RotateKeyOnDemand DisableKey ScheduleKeyDeletion
  TagResource`
const FEW = 'CreateGrant RevokeGrant PutKeyPolicy EnableKeyRotation DisableKey ScheduleKeyDeletion TagResource'
const CRYPTOGRAPHY = new Set(
  `Encrypt Decrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair
  GenerateDataKeyPairWithoutPlaintext ReEncryptFrom ReEncryptTo Sign Verify GenerateMac VerifyMac DeriveSharedSecret
  Encapsulate Decapsulate GetPublicKey DescribeKey`.split(/\s+/),
)

/** Key policies have no say in RetireGrant: it is up to each grant. */
const GOVERNED = keyActions(KMS_VOCABULARY).filter(({ name }) => name !== 'kms:RetireGrant')

/** `Decrypt` of `kms:Decrypt`. */
export const operationOf = (action: string) => action.slice('kms:'.length)

/** Every operation on a key, in groups. */
export const ALL_COLUMNS: readonly ColumnGroup[] = groupsOf(GOVERNED)

/** The operations that matter for keys of a usage. */
export function columnsFor(usage: string): readonly ColumnGroup[] {
  return columnsOf(`${usageColumns(usage)} ${GRANTS} ${ADMINISTER}`)
}

/** Fewer of them, where there is little room, and those that are asked for by name. */
export function fewColumns(usage: string, more: ReadonlySet<string>): readonly ColumnGroup[] {
  return columnsOf(`${usageColumns(usage)} ${FEW}`, more)
}

const usageColumns = (usage: string) => USE[usage] ?? USE.ENCRYPT_DECRYPT

function columnsOf(names: string, more: ReadonlySet<string> = new Set()): readonly ColumnGroup[] {
  const wanted = new Set(names.split(/\s+/))
  return groupsOf(GOVERNED.filter(({ name }) => wanted.has(operationOf(name)) || more.has(name)))
}

function groupsOf(actions: readonly ActionEntry[]): readonly ColumnGroup[] {
  const order = (name: string) => [...CRYPTOGRAPHY].indexOf(operationOf(name))
  const use = actions.filter(({ name }) => CRYPTOGRAPHY.has(operationOf(name)))
  const rest = actions.filter((action) => !use.includes(action))
  const grants = rest.filter(({ name }) => name.includes('Grant'))
  const groups: readonly ColumnGroup[] = [
    { name: 'Use', actions: use.toSorted((a, b) => order(a.name) - order(b.name)) },
    { name: 'Grants', actions: grants },
    { name: 'Administer', actions: rest.filter((action) => !grants.includes(action)) },
  ]
  return groups.filter((group) => group.actions.length > 0)
}
