import { isPointOf } from '../ec/curves.ts'
import { scalarsOf } from '../ec/private-key.ts'
import type { AgreementAlgorithm } from '../key-spec.ts'
import { readSpki } from '../pkcs8.ts'
import { SM2 } from './curve.ts'

const scalarFor = scalarsOf(SM2)

/** ECDH on the curve of SM2, the x-coordinate as it is. Not the key exchange of GB/T 32918.3, which AWS KMS lacks. */
export const sm2Ecdh: AgreementAlgorithm = {
  name: 'ECDH',
  derive: async ({ privateKey }, peer, { threads }) => {
    const point = isPointOf(SM2, peer) ? readSpki(peer, SM2.algorithm) : undefined
    const shared = point && (await threads.multiplySm2(scalarFor(privateKey), point))
    const secret = shared && Buffer.from(shared.subarray(1, 1 + SM2.bytes))
    shared?.fill(0)
    return secret
  },
}
