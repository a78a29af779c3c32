import type { KeyDto } from '#console/dto/keys.ts'
import { keyTypeText } from '../../format.ts'
import { isInKeyStore } from '../actions.ts'

const BY_USAGE: Readonly<Record<string, readonly string[]>> = {
  ENCRYPT_DECRYPT: ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo'],
  SIGN_VERIFY: ['Sign', 'Verify'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
  KEY_AGREEMENT: ['DeriveSharedSecret'],
  ENCAPSULATE_DECAPSULATE: ['Decapsulate', 'Encapsulate'],
}

const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  Symmetric: [
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
  ],
  Asymmetric: ['GetPublicKey'],
}

/** What a grant on such a key can allow, its main uses first (AWS KMS developer guide, "Grants in AWS KMS"). */
export function grantOperations(key: Pick<KeyDto, 'spec' | 'usage' | 'origin'>): readonly string[] {
  const { spec, usage } = key
  const all = [
    ...(BY_USAGE[usage] ?? []),
    ...(BY_TYPE[keyTypeText(spec)] ?? []),
    'DescribeKey',
    'CreateGrant',
    'RetireGrant',
  ]
  // Custom key stores make no data key pairs.
  return isInKeyStore(key) ? all.filter((name) => !name.startsWith('GenerateDataKeyPair')) : all
}

/** Only symmetric encryption has an encryption context to constrain. */
export function takesConstraints({ spec }: Pick<KeyDto, 'spec'>): boolean {
  return spec === 'SYMMETRIC_DEFAULT'
}
