import type { OperationName } from '#model/api.ts'
import { requestConditions } from './domain/conditions.ts'
import { resolveKey } from './domain/key-ref.ts'
import { keyCheck, naming } from './domain/on-key.ts'
import { unsupported } from './errors.ts'
import type { Check, Context, Operation } from './operation.ts'

/** Operations of AWS KMS that Keystead knows by name only: validated, authorized and recorded, and then refused. */
export const later = {
  ConnectCustomKeyStore: notBuilt('ConnectCustomKeyStore'),
  CreateCustomKeyStore: notBuilt('CreateCustomKeyStore'),
  CreateGrant: notBuilt('CreateGrant'),
  Decapsulate: notBuilt('Decapsulate'),
  DeleteCustomKeyStore: notBuilt('DeleteCustomKeyStore'),
  DeleteImportedKeyMaterial: notBuilt('DeleteImportedKeyMaterial'),
  DeriveSharedSecret: notBuilt('DeriveSharedSecret'),
  DescribeCustomKeyStores: notBuilt('DescribeCustomKeyStores'),
  DisconnectCustomKeyStore: notBuilt('DisconnectCustomKeyStore'),
  Encapsulate: notBuilt('Encapsulate'),
  GenerateDataKeyPair: notBuilt('GenerateDataKeyPair'),
  GenerateDataKeyPairWithoutPlaintext: notBuilt('GenerateDataKeyPairWithoutPlaintext'),
  GenerateMac: notBuilt('GenerateMac'),
  GetKeyLastUsage: notBuilt('GetKeyLastUsage'),
  GetParametersForImport: notBuilt('GetParametersForImport'),
  GetPublicKey: notBuilt('GetPublicKey'),
  ImportKeyMaterial: notBuilt('ImportKeyMaterial'),
  ListGrants: notBuilt('ListGrants'),
  ListRetirableGrants: notBuilt('ListRetirableGrants'),
  ReplicateKey: notBuilt('ReplicateKey'),
  RetireGrant: notBuilt('RetireGrant'),
  RevokeGrant: notBuilt('RevokeGrant'),
  Sign: notBuilt('Sign'),
  UpdateCustomKeyStore: notBuilt('UpdateCustomKeyStore'),
  UpdatePrimaryRegion: notBuilt('UpdatePrimaryRegion'),
  Verify: notBuilt('Verify'),
  VerifyMac: notBuilt('VerifyMac'),
} satisfies { [N in OperationName]?: Operation<N> }

/** All of an operation but the work. */
function notBuilt<N extends OperationName>(name: N): Operation<N> {
  return {
    plan: async (input, context) => ({
      checks: [await checkOf(name, input, context)],
      states: [],
      run: () => {
        throw unsupported(`Keystead does not offer ${name} yet.`)
      },
    }),
  }
}

async function checkOf(name: OperationName, input: object, context: Context): Promise<Check> {
  const action = `kms:${name}`
  if ('KeyId' in input && typeof input.KeyId === 'string') {
    return keyCheck(action, await resolveKey(input.KeyId, naming(name, 'key or alias'), context), context)
  }
  return { action, resource: { kind: 'none' }, context: requestConditions(context) }
}
