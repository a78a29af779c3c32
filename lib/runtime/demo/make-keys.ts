import { wrapForImport } from '#crypto/import-wrapping.ts'
import { addDays } from '#kernel/clock.ts'
import { sha256 } from '#kernel/hash.ts'
import type { AccountId } from '#kernel/ids.ts'
import type { Import } from './changes.ts'
import type { DemoKey } from './keys.ts'
import type { Shelf } from './shelf.ts'
import type { Stage } from './stage.ts'

export const KEY_STORE = 'treasury-hsm'
const CLUSTER = 'cluster-keystead2demo'
const KMSUSER_PASSWORD = 'kmsuser-of-the-sample'
const OPERATOR = 'role:KeyAdmin'

/** A simulated CloudHSM cluster and the connected key store on it. */
export async function makeKeyStore(stage: Stage, shelf: Shelf): Promise<void> {
  const { trustAnchorCertificate, clusterId } = await stage.admin('CreateSimulatedCluster', {
    ...{ accountId: stage.world.first, region: stage.world.home },
    ...{ clusterId: CLUSTER, kmsuserPassword: KMSUSER_PASSWORD },
  })
  const { CustomKeyStoreId = '' } = await stage.kms(OPERATOR, 'CreateCustomKeyStore', {
    ...{ CustomKeyStoreName: KEY_STORE, CloudHsmClusterId: clusterId, KeyStorePassword: KMSUSER_PASSWORD },
    TrustAnchorCertificate: trustAnchorCertificate,
  })
  await stage.kms(OPERATOR, 'ConnectCustomKeyStore', { CustomKeyStoreId })
  await stage.connect()
  shelf.keyStore = CustomKeyStoreId
}

/** A key with its aliases, rotation and replicas. */
export async function makeKey(stage: Stage, shelf: Shelf, demo: DemoKey): Promise<void> {
  const { name, as, like = {}, policy, team, more = {}, aliases = [], away, rotation, replicas, inKeyStore } = demo
  const { home, copies } = stage.world
  const region = away === undefined ? home : copies[away]
  const tags = Object.entries({ ...(team && { team }), ...more })
  const { KeyMetadata } = await stage.kms(
    as,
    'CreateKey',
    {
      ...like,
      ...(policy !== undefined && { Policy: policy }),
      ...(tags.length > 0 && { Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }),
      ...(inKeyStore && { CustomKeyStoreId: shelf.keyStore }),
    },
    region,
  )
  if (!KeyMetadata) throw new Error('CreateKey answered without KeyMetadata')
  const { KeyId, AWSAccountId, KeySpec = 'SYMMETRIC_DEFAULT' } = KeyMetadata
  shelf.put(name, { keyId: KeyId, account: AWSAccountId as AccountId, region, spec: KeySpec })
  for (const alias of [name, ...aliases]) {
    await stage.kms(as, 'CreateAlias', { AliasName: `alias/${alias}`, TargetKeyId: KeyId }, region)
  }
  if (rotation !== undefined) {
    await stage.kms(as, 'EnableKeyRotation', { KeyId, RotationPeriodInDays: rotation }, region)
  }
  if (!replicas) return
  for (const ReplicaRegion of copies) await stage.kms(as, 'ReplicateKey', { KeyId, ReplicaRegion }, region)
  for (const copy of copies) {
    await stage.kms(as, 'CreateAlias', { AliasName: `alias/${name}`, TargetKeyId: KeyId }, copy)
  }
}

/** Material of our own, which follows from the name of its key, wrapped as AWS KMS asks. */
export async function importMaterial(stage: Stage, shelf: Shelf, { key, validFor }: Import): Promise<void> {
  const { keyId: KeyId } = shelf.key(key)
  const { PublicKey, ImportToken } = await stage.kms(OPERATOR, 'GetParametersForImport', {
    ...{ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
  })
  if (!(PublicKey && ImportToken)) throw new Error('GetParametersForImport answered without its parameters')
  const EncryptedKeyMaterial = wrapForImport(PublicKey, sha256(`keystead sample ${key}`))
  const expiry =
    validFor === undefined
      ? ({ ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const)
      : ({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: addDays(stage.clock.now(), validFor) } as const)
  await stage.kms(OPERATOR, 'ImportKeyMaterial', { KeyId, ImportToken, EncryptedKeyMaterial, ...expiry })
}
