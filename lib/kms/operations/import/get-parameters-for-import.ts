import { findWrapping, generateWrappingKey } from '#crypto/import-wrapping.ts'
import { specOf } from '#crypto/specs.ts'
import { addDays } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { mintImportToken } from '../../domain/import-token.ts'
import { assertImported } from '../../domain/imported-material.ts'
import { isOfferedIn } from '../../domain/offering.ts'
import { onKey } from '../../domain/on-key.ts'
import type { KeyRow } from '../../domain/rows.ts'
import { unsupported } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

type Asked = Input<'GetParametersForImport'>

/** Public key and token belong together and hold for 24 hours; any number of pairs may be outstanding. */
export const getParametersForImport: Operation<'GetParametersForImport'> = {
  plan(input, context) {
    const { WrappingAlgorithm: algorithm, WrappingKeySpec: wrappingKeySpec } = input
    return onKey(
      'GetParametersForImport',
      input.KeyId,
      context,
      ({ key }, { arn }) => ({
        fit: () => assertImported(key),
        async run() {
          checkWrapping(key, input, context.scope.region)
          const { privateKey, publicKey } = await generateWrappingKey(wrappingKeySpec, context.ports.engine)
          const validTo = addDays(context.now, 1)
          const token = mintImportToken(key, { algorithm, privateKey, validTo }, context.ports)
          privateKey.fill(0)
          return { answer: { KeyId: arn, ImportToken: token, PublicKey: publicKey, ParametersValidTo: validTo } }
        },
      }),
      { 'kms:wrappingalgorithm': algorithm, 'kms:wrappingkeyspec': wrappingKeySpec },
    )
  },
}

/** Each kind of material, and China, has its wrapping algorithms (AWS KMS developer guide, "Select a wrapping algorithm"). */
function checkWrapping({ spec }: KeyRow, input: Asked, region: Region): void {
  const { WrappingAlgorithm: algorithm, WrappingKeySpec: wrapping } = input
  const isHere = isOfferedIn(region, findWrapping(algorithm)?.offering)
  if (isHere && specOf(spec).importing?.allows(algorithm, wrapping)) return
  throw unsupported(
    `WrappingAlgorithm ${algorithm} with WrappingKeySpec ${wrapping} is not supported for KeySpec ${spec}.`,
  )
}
