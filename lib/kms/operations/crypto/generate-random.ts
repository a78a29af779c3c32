import { requestConditions } from '../../domain/conditions.ts'
import { invalid, unsupported } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

export const generateRandom: Operation<'GenerateRandom'> = {
  plan({ NumberOfBytes: length, CustomKeyStoreId }, context) {
    if (length === undefined) throw invalid('NumberOfBytes is required.')
    if (CustomKeyStoreId !== undefined) throw unsupported('Keystead does not offer custom key stores yet.')
    return {
      checks: [{ action: 'kms:GenerateRandom', resource: { kind: 'none' }, context: requestConditions(context) }],
      states: [],
      run: () => ({ answer: { Plaintext: context.ports.secrets.bytes(length) } }),
    }
  },
}
