import type { Caller } from '#kms/ports.ts'
import type { Input, KeyMetadata, OperationName } from '#model/api.ts'
import { importOf } from './fitting-keys.ts'
import { ACCOUNT, type Harness } from './harness.ts'
import { connect, externalStore, newKeyStore } from './key-stores.ts'

/** What calls encrypt, sign and authenticate. */
export const MESSAGE = Buffer.from('bring the canary of the colonel to the mine')
export const GRANTEE = `arn:aws:iam::${ACCOUNT}:role/grantee`
export const RETIREE = `arn:aws:iam::${ACCOUNT}:role/retiree`

export const ECDSA = { SigningAlgorithm: 'ECDSA_SHA_256', Message: MESSAGE } as const
export const HMAC = { MacAlgorithm: 'HMAC_SHA_256', Message: MESSAGE } as const
export const ML_KEM = { EncapsulationAlgorithm: 'ML_KEM' } as const
const NOTHING = Buffer.alloc(0)

type Making<N extends OperationName> = (kms: Harness, key: KeyMetadata, caller: Caller) => Promise<Partial<Input<N>>>

async function givenGrant(kms: Harness, { KeyId }: KeyMetadata, caller: Caller) {
  const terms = { GranteePrincipal: GRANTEE, RetiringPrincipal: RETIREE, Operations: ['DescribeKey'] } as const
  const { GrantId = '' } = await kms.call('CreateGrant', { KeyId, ...terms }, caller)
  return { KeyId, GrantId }
}

async function givenKeyStore(kms: Harness, _: KeyMetadata, caller: Caller) {
  return { CustomKeyStoreId: await newKeyStore(kms, externalStore(), caller) }
}

/** What is called before an operation, for a call that succeeds; gives members of it. */
export const MADE: { readonly [N in OperationName]?: Making<N> } = {
  async CancelKeyDeletion(kms, { KeyId }, caller) {
    await kms.call('ScheduleKeyDeletion', { KeyId }, caller)
    return {}
  },
  ConnectCustomKeyStore: givenKeyStore,
  async Decapsulate(kms, { KeyId }, caller) {
    const { SharedSecretCiphertextBlob = NOTHING } = await kms.call('Encapsulate', { KeyId, ...ML_KEM }, caller)
    return { SharedSecretCiphertextBlob }
  },
  DeleteCustomKeyStore: givenKeyStore,
  async DisconnectCustomKeyStore(kms, key, caller) {
    const { CustomKeyStoreId } = await givenKeyStore(kms, key, caller)
    await connect(kms, CustomKeyStoreId, caller)
    return { CustomKeyStoreId }
  },
  ImportKeyMaterial: importOf,
  RetireGrant: givenGrant,
  RevokeGrant: givenGrant,
  UpdateCustomKeyStore: givenKeyStore,
  async Verify(kms, { KeyId }, caller) {
    const { Signature = NOTHING } = await kms.call('Sign', { KeyId, ...ECDSA }, caller)
    return { Signature }
  },
  async VerifyMac(kms, { KeyId }, caller) {
    const { Mac = NOTHING } = await kms.call('GenerateMac', { KeyId, ...HMAC }, caller)
    return { Mac }
  },
}
