import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, KeyMetadata, KeySpec, OperationName } from '#model/api.ts'
import type { Harness } from './harness.ts'
import { importInput } from './imports.ts'

type Kind = Input<'CreateKey'>

const SIGNING: Kind = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }
const AGREEMENT: Kind = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }
const MAC: Kind = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }
const ENCAPSULATION: Kind = { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' }
const IMPORTED: Kind = { Origin: 'EXTERNAL' }
const MULTI_REGION: Kind = { MultiRegion: true }

/** The kind of key that an operation works on, where that is not a symmetric one of one Region. */
export const KINDS: { readonly [N in OperationName]?: Kind } = {
  Decapsulate: ENCAPSULATION,
  DeleteImportedKeyMaterial: IMPORTED,
  DeriveSharedSecret: AGREEMENT,
  Encapsulate: ENCAPSULATION,
  GenerateMac: MAC,
  GetParametersForImport: IMPORTED,
  GetPublicKey: SIGNING,
  ImportKeyMaterial: IMPORTED,
  ReplicateKey: MULTI_REGION,
  Sign: SIGNING,
  UpdatePrimaryRegion: MULTI_REGION,
  Verify: SIGNING,
  VerifyMac: MAC,
}

/** A new key that fits the operation, with its material there. `change` is what is to be otherwise. */
export async function newFittingKey(
  kms: Harness,
  operation: OperationName,
  change: Kind = {},
  caller?: Caller,
): Promise<KeyMetadata> {
  return withMaterial(kms, await kms.newKey({ ...KINDS[operation], ...change }, caller), caller)
}

/** A replica of the key, ready for use. */
export async function addReplica(
  kms: Harness,
  { KeyId }: KeyMetadata,
  region: Region,
  caller?: Caller,
): Promise<KeyMetadata> {
  const { ReplicaKeyMetadata } = await kms.call('ReplicateKey', { KeyId, ReplicaRegion: region }, caller)
  if (!ReplicaKeyMetadata) throw new Error('ReplicateKey answered without ReplicaKeyMetadata')
  await settle(kms)
  return withMaterial(kms, ReplicaKeyMetadata, kms.caller({ region }))
}

/** A private key on P-256, PKCS #8 in DER. */
function newEcKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ format: 'der', type: 'pkcs8' })
}

/** Material of fitting keys that is imported: the same each time, so that it can be brought back and given to replicas. */
const MATERIALS: { readonly [S in KeySpec]?: Uint8Array } = {
  SYMMETRIC_DEFAULT: randomBytes(32),
  HMAC_256: randomBytes(32),
  ECC_NIST_P256: newEcKey(),
}

/** A call that imports, or imports again, the material of a fitting key. */
export function importOf(
  kms: Harness,
  { KeyId, KeySpec = 'SYMMETRIC_DEFAULT' }: KeyMetadata,
  caller?: Caller,
): Promise<Input<'ImportKeyMaterial'>> {
  const material = MATERIALS[KeySpec]
  if (!material) throw new Error(`there is no material of spec ${KeySpec} to import`)
  return importInput(kms, KeyId, material, {}, caller)
}

/** The key, with its material where that must be imported. */
async function withMaterial(kms: Harness, key: KeyMetadata, caller?: Caller): Promise<KeyMetadata> {
  if (key.Origin !== 'EXTERNAL') return key
  await kms.call('ImportKeyMaterial', await importOf(kms, key, caller), caller)
  return described(kms, key, caller)
}

/** The key as it is now. */
export async function described(kms: Harness, { KeyId }: KeyMetadata, caller?: Caller): Promise<KeyMetadata> {
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId }, caller)
  if (!KeyMetadata) throw new Error('DescribeKey answered without KeyMetadata')
  return KeyMetadata
}

/** Does what is due: what was Creating or Updating is ready. */
export async function settle(kms: Harness): Promise<void> {
  await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
}
