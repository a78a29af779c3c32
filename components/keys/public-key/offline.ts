import type { KeyDto } from '#console/dto/keys.ts'

/** Lines for a terminal without this service. */
export interface Offline {
  readonly value: string
  readonly label: string
  readonly text: string
}

type Kind = Pick<KeyDto, 'spec' | 'usage'>

/** How to use the public key of a kind by OpenSSL and the like; it lies in `public.pem`. */
export function offlineUses({ spec, usage }: Kind): readonly Offline[] {
  switch (usage) {
    case 'SIGN_VERIFY':
      return [{ value: 'verify', label: 'Verify', text: verifyLines(spec) }]
    case 'ENCRYPT_DECRYPT':
      return [{ value: 'encrypt', label: 'Encrypt', text: spec === 'SM2' ? SM2_ENCRYPT : RSA_ENCRYPT }]
    case 'KEY_AGREEMENT':
      return [{ value: 'derive', label: 'Derive', text: agreementLines(spec) }]
    case 'ENCAPSULATE_DECAPSULATE':
      return [{ value: 'encapsulate', label: 'Encapsulate', text: ENCAPSULATE }]
    default:
      return []
  }
}

const RSA_ENCRYPT = `# RSAES_OAEP_SHA_256; decrypt with kms decrypt --encryption-algorithm RSAES_OAEP_SHA_256
openssl pkeyutl -encrypt -pubin -inkey public.pem \\
  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256 \\
  -in plaintext.bin -out ciphertext.bin`

const SM2_ENCRYPT = `# SM2PKE
openssl pkeyutl -encrypt -pubin -inkey public.pem -in plaintext.bin -out ciphertext.bin`

const ENCAPSULATE = `# OpenSSL 3.5; take it out again with kms decapsulate
openssl pkeyutl -encap -pubin -inkey public.pem -out ciphertext.bin -secret shared-secret.bin`

function agreementLines(spec: string): string {
  return `# your partner's side; the service's is kms derive-shared-secret with partner.der
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:${CURVES[spec] ?? spec} -out partner.pem
openssl pkey -in partner.pem -pubout -outform DER -out partner.der
openssl pkeyutl -derive -inkey partner.pem -peerkey public.pem -out shared-secret.bin`
}

const CURVES: Readonly<Record<string, string>> = {
  ECC_NIST_P256: 'P-256',
  ECC_NIST_P384: 'P-384',
  ECC_NIST_P521: 'P-521',
  SM2: 'SM2',
}

const HASHES: Readonly<Record<string, string>> = { ECC_NIST_P384: 'sha384', ECC_NIST_P521: 'sha512' }

function verifyLines(spec: string): string {
  if (spec.startsWith('RSA')) {
    return `# RSASSA_PSS_SHA_256; for RSASSA_PKCS1_V1_5_SHA_256 leave both -sigopt out
openssl dgst -sha256 -verify public.pem \\
  -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest \\
  -signature signature.bin message.bin`
  }
  if (spec === 'SM2') {
    return `# SM2DSA, with the id that AWS KMS takes for granted
openssl pkeyutl -verify -pubin -inkey public.pem -rawin -digest sm3 \\
  -pkeyopt distid:1234567812345678 -in message.bin -sigfile signature.bin`
  }
  if (spec === 'ECC_NIST_EDWARDS25519' || spec.startsWith('ML_DSA')) {
    const note = spec.startsWith('ML_DSA') ? 'ML_DSA_SHAKE_256, MessageType RAW; OpenSSL 3.5' : 'ED25519_SHA_512'
    return `# ${note}
openssl pkeyutl -verify -pubin -inkey public.pem -rawin \\
  -in message.bin -sigfile signature.bin`
  }
  const hash = HASHES[spec] ?? 'sha256'
  return `# ECDSA_${hash.toUpperCase().replace('SHA', 'SHA_')}; the signature is DER, as AWS KMS gives it
openssl dgst -${hash} -verify public.pem -signature signature.bin message.bin`
}
