import type { OperationName } from '#model/api.ts'
import { keyCheck, requestConditions } from './domain/conditions.ts'
import { resolveKey } from './domain/key-ref.ts'
import { naming } from './domain/on-key.ts'
import { unsupported } from './errors.ts'
import type { Check, Context, Operation } from './operation.ts'

/** Operations of AWS KMS that Keystead knows by name only: validated, authorized and recorded, and then refused. */
export const later = {
  ConnectCustomKeyStore: notBuilt('ConnectCustomKeyStore'),
  CreateCustomKeyStore: notBuilt('CreateCustomKeyStore'),
  DeleteCustomKeyStore: notBuilt('DeleteCustomKeyStore'),
  DescribeCustomKeyStores: notBuilt('DescribeCustomKeyStores'),
  DisconnectCustomKeyStore: notBuilt('DisconnectCustomKeyStore'),
  UpdateCustomKeyStore: notBuilt('UpdateCustomKeyStore'),
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
