import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { canonicalEc, scalarOf } from '../ec/private-key.ts'
import { exportPkcs8 } from '../key-pair.ts'
import { toBigInt } from '../rsa/big.ts'
import { SM2, Sm2Numbers } from './curve.ts'

const generate = promisify(generateKeyPair)

/** A fresh private key, PKCS #8 in DER as `canonicalSm2` writes it, made off the event loop. */
export async function generateSm2(): Promise<Buffer> {
  return exportPkcs8((await generate('ec', { namedCurve: SM2.name })).privateKey)
}

/** See `canonicalEc`. Undefined for n − 1 too, which is no private key of SM2 (GB/T 32918.1 section 6.1): it signs nothing. */
export function canonicalSm2(pkcs8: Uint8Array): Buffer | undefined {
  const key = canonicalEc(SM2, pkcs8)
  return key && toBigInt(scalarOf(SM2, key)) !== Sm2Numbers.ORDER - 1n ? key : undefined
}
