import type { RequestId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import type { RequestSource } from '#kms/ports.ts'

/** The part of the Headers interface that is read here. */
export interface HeaderReader {
  get(name: string): string | null | undefined
}

/** Where a browser's request came from, for the audit record; each call of the service gets an id of its own. */
export function sourceOf(headers: HeaderReader, ids: Ids): RequestSource {
  const host = headers.get('host')
  return {
    id: ids.uuid() as RequestId,
    face: 'console',
    // The server sets this header itself, to the one address that the request comes from.
    sourceIp: headers.get('x-forwarded-for') || 'unknown',
    userAgent: headers.get('user-agent') ?? '',
    ...(host ? { host } : {}),
  }
}
