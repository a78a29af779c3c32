import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { unwrapKwp } from '../aes-kwp.ts'
import type { Curve } from '../ec/curves.ts'
import { writeEcPkcs8 } from '../ec/private-key.ts'
import type { Engine } from '../engine.ts'
import { openGcm } from '../gcm.ts'
import { openPkcs8 } from '../key-pair.ts'
import type { KeyPair, KeySpecEntry, SigningAlgorithm } from '../key-spec.ts'
import { canonicalRsa } from '../rsa/private-key.ts'
import { type Check, compared, hex, type Vector, type VectorGroup } from './wycheproof.ts'

const UNUSED_KEY = generateKeyPairSync('ed25519').privateKey

/** A pair of which only the public key is known, to verify with. */
function publicOnly(publicKey: KeyObject): KeyPair {
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return { kind: 'key-pair', privateKey: UNUSED_KEY, publicKey, spki }
}

function verifierOf(group: VectorGroup): KeyPair | undefined {
  try {
    return publicOnly(createPublicKey({ key: hex(group, 'publicKeyDer'), format: 'der', type: 'spki' }))
  } catch {
    return undefined
  }
}

function signingOf({ signing }: KeySpecEntry, name?: string): SigningAlgorithm {
  const found = signing.find((algorithm) => name === undefined || algorithm.name === name)
  if (!found) throw new Error(`no signing algorithm ${name}`)
  return found
}

/** Verifies as a message and, given a hash, as its digest too: both must agree. */
export function signatures(entry: KeySpecEntry, name?: string, digest?: (message: Uint8Array) => Buffer): Check {
  const algorithm = signingOf(entry, name)
  return (group) => {
    const pair = verifierOf(group)
    return (vector) => {
      if (hasContext(vector)) return { skipped: 'with a context' }
      if (!pair) return 'rejected'
      const [message, signature] = [hex(vector, 'msg'), hex(vector, 'sig')]
      const isValid = algorithm.verify(pair, message, 'RAW', signature)
      if (digest && algorithm.verify(pair, digest(message), 'DIGEST', signature) !== isValid) return 'wrong'
      return isValid ? 'accepted' : 'rejected'
    }
  }
}

function hasContext({ ctx }: Vector): boolean {
  return typeof ctx === 'string' && ctx !== ''
}

/** The seed gives the public key, which verifies the vector's signature, and one that we make of the first of a group. */
export function mlDsaFromSeed(entry: KeySpecEntry, engine: Engine): Check {
  const algorithm = signingOf(entry)
  return (group) => async (vector) => {
    if (hasContext(vector)) return { skipped: 'with a context' }
    const seed = hex(group, 'privateSeed')
    const pair = openPair(entry, seed)
    if (!pair) return 'rejected'
    if (!endsWith(pair.spki, hex(group, 'publicKey'))) return 'wrong'
    for (const [type, member] of [
      ['RAW', 'msg'],
      ['EXTERNAL_MU', 'mu'],
    ] as const) {
      if (vector[member] === undefined) continue
      const message = hex(vector, member)
      if (!algorithm.verify(pair, message, type, hex(vector, 'sig'))) return 'rejected'
      if (vector !== group.tests[0]) continue
      if (!algorithm.verify(pair, message, type, await algorithm.sign(pair, message, type, engine))) return 'wrong'
    }
    return 'accepted'
  }
}

function openPair(entry: KeySpecEntry, seed: Uint8Array): KeyPair | undefined {
  try {
    const opened = entry.open(seed)
    return opened.kind === 'key-pair' ? opened : undefined
  } catch {
    return undefined
  }
}

function endsWith(bytes: Buffer, end: Buffer): boolean {
  return bytes.subarray(bytes.length - end.length).equals(end)
}

export function mlKemFromSeed(entry: KeySpecEntry): Check {
  return () => (vector) => {
    const pair = openPair(entry, hex(vector, 'seed'))
    if (!pair) return 'rejected'
    if (vector.ek !== undefined && !endsWith(pair.spki, hex(vector, 'ek'))) return 'wrong'
    return compared(entry.encapsulation[0]?.decapsulate(pair, hex(vector, 'c')), hex(vector, 'K'))
  }
}

export function oaep(entry: KeySpecEntry, name: string, bits: number, engine: Engine): Check {
  const algorithm = entry.encryption.find((one) => one.name === name)
  if (algorithm?.form !== 'raw') throw new Error(`no encryption algorithm ${name}`)
  return (group) => {
    const pkcs8 = canonicalRsa(hex(group, 'privateKeyPkcs8'), bits)
    if (!pkcs8) return () => 'wrong'
    const pair = openPkcs8(pkcs8)
    return async (vector) => {
      if (vector.label !== '') return { skipped: 'with a label' }
      return compared(await algorithm.decrypt(pair, hex(vector, 'ct'), engine), hex(vector, 'msg'))
    }
  }
}

export function ecdhOf(entry: KeySpecEntry, curve: Curve, engine: Engine): Check {
  return () => async (vector) => {
    const number = BigInt(`0x${vector.private}`).toString(16)
    const pkcs8 = writeEcPkcs8(curve, Buffer.from(number.padStart(2 * curve.bytes, '0'), 'hex'))
    if (!pkcs8) return { skipped: 'a private key out of range' }
    return compared(
      await entry.agreement[0]?.derive(openPkcs8(pkcs8), hex(vector, 'public'), engine),
      hex(vector, 'shared'),
    )
  }
}

export function macs(entry: KeySpecEntry, tagBits: number): Check {
  return (group) => (vector) => {
    if (group.tagSize !== tagBits) return { skipped: 'of a truncated tag' }
    const key = { kind: 'mac', key: createSecretKey(hex(vector, 'key')) } as const
    return entry.mac[0]?.mac(key, hex(vector, 'msg')).equals(hex(vector, 'tag')) ? 'accepted' : 'rejected'
  }
}

export const kwp: Check = () => (vector) =>
  compared(unwrapKwp(hex(vector, 'key'), hex(vector, 'ct')), hex(vector, 'msg'))

export const gcm: Check = (group) => (vector) => {
  if (group.keySize !== 256 || group.ivSize !== 96) return { skipped: 'of another key or nonce size' }
  const sealed = Buffer.concat([hex(vector, 'ct'), hex(vector, 'tag')])
  const key = createSecretKey(hex(vector, 'key'))
  return compared(openGcm(key, hex(vector, 'iv'), sealed, hex(vector, 'aad')), hex(vector, 'msg'))
}
