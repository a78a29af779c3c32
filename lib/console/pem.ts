import { toBase64 } from '#kernel/bytes.ts'

const LINE = /.{1,64}/g

/** DER bytes between PEM lines (RFC 7468 section 2), ended by a line feed. */
export function pem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(LINE) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
