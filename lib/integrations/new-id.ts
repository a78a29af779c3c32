import { sha256Hex } from '#kernel/hash.ts'
import type { ServiceCall } from './ports.ts'

/** As EC2 names things: `vol-` and 17 hexadecimal digits. `kind` counts: see `ServiceCall`. */
export async function newId(prefix: 'vol' | 'snap', kind: string, { draw }: ServiceCall): Promise<string> {
  return `${prefix}-${sha256Hex(await draw(kind)).slice(0, 17)}`
}
