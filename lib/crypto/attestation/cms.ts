import { createCipheriv } from 'node:crypto'
import { sha256 } from '#kernel/hash.ts'
import type { Secrets } from '#kernel/random.ts'
import { oid, sequence, TAG, writeDer } from '../der.ts'
import { encryptOaep } from '../rsa/oaep.ts'
import type { RecipientKey } from './recipient-key.ts'

const SET = 0x31
const SUBJECT_KEY_IDENTIFIER = 0x80
const [CONTEXT_0, CONTEXT_1] = [0xa0, 0xa1]
const NULL = Buffer.from([0x05, 0])
const VERSION_2 = writeDer(TAG.integer, Buffer.from([2]))

const DATA = oid('2a864886f70d010701')
const ENVELOPED_DATA = oid('2a864886f70d010703')
const RSAES_OAEP = oid('2a864886f70d010107')
const MGF1 = oid('2a864886f70d010108')
const AES_256_CBC = oid('60864801650304012a')
const SHA_256 = sequence(oid('608648016503040201'), NULL)

/** RSAES-OAEP with SHA-256, for the label and for MGF1 (RFC 4055 section 4.1). */
const OAEP_SHA_256 = sequence(
  RSAES_OAEP,
  sequence(writeDer(CONTEXT_0, SHA_256), writeDer(CONTEXT_1, sequence(MGF1, SHA_256))),
)

/**
 * CMS EnvelopedData (RFC 5652 section 6) to one key, in the encoding of AWS KMS, which the parser of the AWS Nitro
 * Enclaves SDK for C expects: indefinite lengths around (BER), DER inside:
 * ContentInfo { envelopedData, [0] { 2, SET { KeyTransRecipientInfo { 2, [0] subjectKeyIdentifier, RSAES-OAEP,
 * encryptedKey } }, { data, AES-256-CBC with its IV, [0] { encryptedContent } } } }.
 * The identifier is 32 bytes long as AWS's is; what AWS hashes is not told, here it is the SubjectPublicKeyInfo.
 */
export function envelop(content: Uint8Array, { key, spki }: RecipientKey, secrets: Secrets): Buffer {
  const [contentKey, iv] = [secrets.bytes(32), secrets.bytes(16)]
  const encryptedKey = encryptOaep('sha256', key, contentKey)
  const encrypted = encryptCbc(content, contentKey, iv)
  contentKey.fill(0)
  const recipient = sequence(
    VERSION_2,
    writeDer(SUBJECT_KEY_IDENTIFIER, sha256(spki)),
    OAEP_SHA_256,
    writeDer(TAG.octetString, encryptedKey),
  )
  const algorithm = sequence(AES_256_CBC, writeDer(TAG.octetString, iv))
  const encryptedContent = indefinite(CONTEXT_0, writeDer(TAG.octetString, encrypted))
  return indefinite(
    TAG.sequence,
    ENVELOPED_DATA,
    indefinite(
      CONTEXT_0,
      indefinite(
        TAG.sequence,
        VERSION_2,
        writeDer(SET, recipient),
        indefinite(TAG.sequence, DATA, algorithm, encryptedContent),
      ),
    ),
  )
}

function encryptCbc(content: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  return Buffer.concat([cipher.update(content), cipher.final()])
}

/** An element of indefinite length (X.690 section 8.1.3.6): it ends with two zero bytes. */
function indefinite(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.alloc(2)])
}
