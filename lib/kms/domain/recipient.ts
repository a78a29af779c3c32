import type { JsonObject } from '#audit/record.ts'
import { envelop } from '#crypto/attestation/cms.ts'
import type { Attestation, AttestationFault } from '#crypto/attestation/verify.ts'
import { verifyAttestation } from '#crypto/attestation/verify.ts'
import type { RecipientInfo } from '#model/api.ts'
import { invalid, unsupported } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { MoreConditions } from './conditions.ts'

/** An attested enclave or instance, which alone is to read what the call answers. */
export interface Recipient {
  /** What its registers add to the checks of the call. */
  readonly conditions: MoreConditions
  /** How the audit record names it. */
  readonly told: JsonObject
  /** The member that goes out instead of the secret. The secret is zeroed. */
  sealed(secret: Uint8Array): { readonly CiphertextForRecipient: Uint8Array }
}

/** Ours: AWS does not document its own words. */
const FAULTS: Readonly<Record<AttestationFault, string>> = {
  malformed: 'The attestation document is malformed.',
  expired: 'A certificate of the attestation document has expired.',
  'not-yet-valid': 'A certificate of the attestation document is not valid yet.',
  stranger: 'The attestation document does not come from a trusted root.',
  'broken-chain': 'The certificates of the attestation document do not form a valid chain.',
  'bad-signature': 'The signature of the attestation document is not valid.',
  'no-public-key': 'The attestation document holds no public key.',
  'unfit-public-key': 'The public key in the attestation document is no RSA key of 2048 to 4096 bits.',
}

/**
 * The recipient that a call names, where it names one. Comes before authorization, which depends on what the document
 * proves; a document that proves nothing ends the call.
 */
export function recipientOf(asked: RecipientInfo | undefined, { ports }: Context): Recipient | undefined {
  if (asked === undefined) return undefined
  const { attestationRoots: roots, clocks, secrets } = ports
  if (!roots)
    throw unsupported('Keystead does not take Recipient without an attestation root: KEYSTEAD_NITRO_ROOT is not set.')
  const { AttestationDocument: document, KeyEncryptionAlgorithm: algorithm } = asked
  if (!document || !algorithm) throw invalid('Recipient needs AttestationDocument and KeyEncryptionAlgorithm.')
  const attestation = verifyAttestation(document, roots, clocks.wall.now())
  if (typeof attestation === 'string') throw invalid(FAULTS[attestation])
  return {
    conditions: recipientConditions(attestation),
    told: recorded(attestation),
    sealed(secret) {
      try {
        return { CiphertextForRecipient: envelop(secret, attestation.recipient, secrets) }
      } finally {
        secret.fill(0)
      }
    },
  }
}

/** AWS KMS developer guide, "Condition keys for AWS Nitro Enclaves" and "for NitroTPM": lower-case hexadecimal. */
function recipientConditions({ platform, pcrs }: Attestation): MoreConditions {
  const family = platform === 'enclave' ? 'pcr' : 'nitrotpmpcr'
  const registers = [...pcrs].map(([index, value]) => [`kms:recipientattestation:${family}${index}`, hex(value)])
  const image = platform === 'enclave' ? pcrs.get(0) : undefined
  return { ...Object.fromEntries(registers), 'kms:recipientattestation:imagesha384': image && hex(image) }
}

/** Which registers the audit record names, beside PCR0 of an enclave, the digest of its image. */
const RECORDED = { enclave: [1, 2, 3, 4, 8], 'nitro-tpm': [4, 7, 8, 9, 16, 23] } as const

/** AWS KMS developer guide, "Monitoring requests for Nitro enclaves" and "for NitroTPM". */
function recorded({ platform, moduleId, pcrs }: Attestation): JsonObject {
  const image = platform === 'enclave' ? pcrs.get(0) : undefined
  const family = platform === 'enclave' ? 'Enclave' : 'NitroTPM'
  const registers = RECORDED[platform].flatMap((index) => {
    const value = pcrs.get(index)
    return value ? [[`attestationDocument${family}PCR${index}`, hex(value)] as const] : []
  })
  return {
    attestationDocumentModuleId: moduleId,
    ...(image && { attestationDocumentEnclaveImageDigest: hex(image) }),
    ...Object.fromEntries(registers),
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
