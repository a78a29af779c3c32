import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, privateEncrypt } from 'node:crypto'
import { exportPkcs8 } from '../key-pair.ts'
import { mlDsa } from '../ml/parameter-sets.ts'
import { canonicalRsa } from '../rsa/private-key.ts'
import { multiplyPoint } from '../sm2/curve.ts'
import type { Job, SignMuJob } from './jobs.ts'

/** Does a job in the calling thread, which it blocks, and zeroes what is secret in it. The caller zeroes the answer. */
export function perform(job: Job): Buffer | undefined {
  switch (job.kind) {
    case 'generate-rsa':
      return exportPkcs8(generateKeyPairSync('rsa', { modulusLength: job.bits, publicExponent: 0x10001 }).privateKey)
    case 'rsa-private':
      return privateEncrypt({ key: job.key, padding: constants.RSA_NO_PADDING }, job.block)
    case 'oaep-decrypt':
      return decryptOaep(job.key, job.hash, job.ciphertext)
    case 'read-rsa':
      return zeroing(job.pkcs8, () => canonicalRsa(job.pkcs8, job.bits))
    case 'sign-mu':
      return zeroing(job.secretKey, () => signMu(job))
    case 'multiply-sm2':
      return zeroing(job.scalar, () => multiplyPoint(job.scalar, job.point))
  }
}

function decryptOaep(key: KeyObject, oaepHash: string, ciphertext: Uint8Array): Buffer | undefined {
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, ciphertext)
  } catch {
    return undefined
  }
}

function signMu({ set, secretKey, mu, entropy }: SignMuJob): Buffer {
  return Buffer.from(mlDsa(set).internal.sign(mu, secretKey, { externalMu: true, extraEntropy: entropy }))
}

function zeroing<Result>(secret: Uint8Array, work: () => Result): Result {
  try {
    return work()
  } finally {
    secret.fill(0)
  }
}
