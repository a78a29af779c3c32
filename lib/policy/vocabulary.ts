/** The actions and condition keys that policies for keys can name, for lint and the policy lab. */
export interface Vocabulary {
  /** By their names in lower case: `kms:decrypt`. */
  readonly actions: ReadonlyMap<string, ActionEntry>
  /** By their names in lower case; those that end in `:` or `/` begin a family, such as `aws:requesttag/`. */
  readonly conditionKeys: ReadonlyMap<string, ConditionKeyEntry>
}

export interface ActionEntry {
  /** `kms:Decrypt`. */
  readonly name: string
  /** What it acts on; nothing for operations without a resource, which key policies do not govern. */
  readonly resources: readonly ('key' | 'alias')[]
  /** Whether principals of other accounts can call it at all. */
  readonly crossAccount: boolean
}

export type ValueType = 'String' | 'Numeric' | 'Date' | 'Bool' | 'IpAddress' | 'Arn'

export interface ConditionKeyEntry {
  readonly name: string
  readonly type: ValueType
  /** Whether a request may have several values of it. */
  readonly multiValued: boolean
  /** The key to use instead of this deprecated one. */
  readonly replacement?: string
  /** Has no effect in a key policy. */
  readonly iamOnly?: true
}

const ON_KEYS = `CancelKeyDeletion DeleteImportedKeyMaterial DisableKey DisableKeyRotation EnableKey EnableKeyRotation
  GetKeyLastUsage GetKeyPolicy GetParametersForImport ImportKeyMaterial ListKeyPolicies ListKeyRotations
  ListResourceTags PutKeyPolicy ReplicateKey RotateKeyOnDemand ScheduleKeyDeletion SynchronizeMultiRegionKey
  TagResource UntagResource UpdateKeyDescription UpdatePrimaryRegion`

const ON_KEYS_OF_OTHERS = `CreateGrant Decapsulate Decrypt DeriveSharedSecret DescribeKey Encapsulate Encrypt
  GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac
  GetKeyRotationStatus GetPublicKey ListGrants ReEncryptFrom ReEncryptTo RetireGrant RevokeGrant Sign Verify VerifyMac`

const ON_ALIASES = 'CreateAlias DeleteAlias UpdateAlias'

const ON_NOTHING = `ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore DescribeCustomKeyStores
  DisconnectCustomKeyStore GenerateRandom ListAliases ListKeys ListRetirableGrants UpdateCustomKeyStore`

function actions(names: string, resources: ActionEntry['resources'], crossAccount: boolean): readonly ActionEntry[] {
  return names.split(/\s+/).map((name) => ({ name: `kms:${name}`, resources, crossAccount }))
}

const ACTIONS = [
  ...actions(ON_KEYS, ['key'], false),
  ...actions(ON_KEYS_OF_OTHERS, ['key'], true),
  ...actions(ON_ALIASES, ['key', 'alias'], false),
  ...actions(ON_NOTHING, [], false),
]

/** Values of text, unless told otherwise below. */
const TEXTS = `kms:CallerAccount kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext: kms:ExpirationModel
  kms:GrantConstraintType kms:GranteePrincipal kms:GranteeServicePrincipal kms:KeyAgreementAlgorithm kms:KeyOrigin
  kms:KeySpec kms:KeyUsage kms:MacAlgorithm kms:MessageType kms:MultiRegionKeyType kms:PrimaryRegion
  kms:RecipientAttestation: kms:ReplicaRegion kms:RequestAlias kms:RetiringPrincipal kms:RetiringServicePrincipal
  kms:SigningAlgorithm kms:ViaService kms:WrappingAlgorithm kms:WrappingKeySpec
  aws:CalledViaFirst aws:CalledViaLast aws:FederatedProvider aws:PrincipalAccount aws:PrincipalOrgID
  aws:PrincipalServiceName aws:PrincipalTag/ aws:PrincipalType aws:RequestedRegion aws:RequestTag/ aws:ResourceAccount
  aws:ResourceOrgID aws:ResourceTag/ aws:SourceAccount aws:SourceIdentity aws:SourceOrgID aws:SourceVpc aws:SourceVpce
  aws:UserAgent aws:userid aws:username aws:VpceAccount aws:VpceOrgID aws:Referer aws:SourceVpcArn`

const LISTS = `kms:EncryptionContextKeys kms:GrantOperations aws:CalledVia aws:PrincipalOrgPaths
  aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths`

const TYPED: Readonly<Record<Exclude<ValueType, 'String'>, string>> = {
  Bool: `kms:BypassPolicyLockoutSafetyCheck kms:GrantIsForAWSResource kms:MultiRegion kms:ReEncryptOnSameKey
    aws:MultiFactorAuthPresent aws:PrincipalIsAWSService aws:SecureTransport aws:ViaAWSService`,
  Numeric: `kms:RotationPeriodInDays kms:ScheduleKeyDeletionPendingWindowInDays kms:TrailingDaysWithoutKeyUsage
    aws:MultiFactorAuthAge`,
  Date: 'kms:ValidTo aws:CurrentTime aws:EpochTime aws:TokenIssueTime',
  Arn: 'kms:GrantConstraintSourceArn aws:PrincipalArn aws:SourceArn',
  IpAddress: 'aws:SourceIp aws:VpcSourceIp',
}

function keys(names: string, type: ValueType, multiValued = false): readonly ConditionKeyEntry[] {
  return names.split(/\s+/).map((name) => ({ name, type, multiValued }))
}

const CONDITION_KEYS: readonly ConditionKeyEntry[] = [
  ...keys(TEXTS, 'String'),
  ...keys(LISTS, 'String', true),
  ...keys(TYPED.Bool, 'Bool'),
  ...keys(TYPED.Numeric, 'Numeric'),
  ...keys(TYPED.Date, 'Date'),
  ...keys(TYPED.Arn, 'Arn'),
  ...keys(TYPED.IpAddress, 'IpAddress'),
  { name: 'kms:ResourceAliases', type: 'String', multiValued: true, iamOnly: true },
  { name: 'kms:CustomerMasterKeySpec', type: 'String', multiValued: false, replacement: 'kms:KeySpec' },
  { name: 'kms:CustomerMasterKeyUsage', type: 'String', multiValued: false, replacement: 'kms:KeyUsage' },
]

/** AWS KMS and the global condition keys, as the Service Authorization Reference and the IAM user guide list them. */
export const KMS_VOCABULARY: Vocabulary = {
  actions: new Map(ACTIONS.map((entry) => [entry.name.toLowerCase(), entry])),
  conditionKeys: new Map(CONDITION_KEYS.map((entry) => [entry.name.toLowerCase(), entry])),
}

const FAMILY = /^[^:]+:[^:/]+[:/]/

/** What is known of a condition key in any case of its letters, be it by its family. */
export function conditionKeyNamed(key: string, { conditionKeys }: Vocabulary): ConditionKeyEntry | undefined {
  const lower = key.toLowerCase()
  const family = FAMILY.exec(lower)?.[0]
  return family === undefined || family === lower ? plainKey(lower, conditionKeys) : conditionKeys.get(family)
}

/** A family without the rest of its name is no key. */
function plainKey(lower: string, known: Vocabulary['conditionKeys']): ConditionKeyEntry | undefined {
  return lower.endsWith(':') || lower.endsWith('/') ? undefined : known.get(lower)
}

/** The operations that act on a key, as actions: `kms:Encrypt`. */
export function keyActions({ actions }: Vocabulary): readonly ActionEntry[] {
  return [...actions.values()].filter(({ resources }) => resources.includes('key'))
}
