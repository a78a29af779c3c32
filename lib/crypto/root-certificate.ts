import { generateKeyPairSync, sign } from 'node:crypto'
import { utf8 } from '#kernel/bytes.ts'
import { addDays, isoSeconds } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import { oid, sequence, TAG, writeDer, writeUnsigned } from './der.ts'

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
const TRUE = writeDer(0x01, Buffer.from([0xff]))
const SIGNS_CERTIFICATES = writeDer(TAG.bitString, Buffer.from([2, 0x04]))
const LIFETIME_DAYS = 3652

/**
 * A self-signed certificate of an authority, X.509 version 3 (RFC 5280 section 4.1) in PEM, valid for ten years. Its
 * private key is kept nowhere: the certificate is for telling one authority from another.
 */
export function rootCertificate(name: string, from: EpochMillis, secrets: Secrets): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = sequence(writeDer(0x31, sequence(oid('550403'), writeDer(0x0c, utf8(name)))))
  const body = sequence(
    writeDer(0xa0, writeUnsigned(Buffer.from([2]))),
    writeUnsigned(secrets.bytes(16)),
    ECDSA_SHA256,
    subject,
    sequence(time(from), time(addDays(from, LIFETIME_DAYS))),
    subject,
    publicKey.export({ format: 'der', type: 'spki' }),
    writeDer(0xa3, sequence(critical('551d13', sequence(TRUE)), critical('551d0f', SIGNS_CERTIFICATES))),
  )
  const der = sequence(body, ECDSA_SHA256, writeDer(TAG.bitString, Buffer.alloc(1), sign('sha256', body, privateKey)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function critical(id: string, value: Uint8Array): Buffer {
  return sequence(oid(id), TRUE, writeDer(TAG.octetString, value))
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
function time(at: EpochMillis): Buffer {
  const text = isoSeconds(at).replace(/[-:T]/g, '')
  return text < '2050' ? writeDer(0x17, utf8(text.slice(2))) : writeDer(0x18, utf8(text))
}
