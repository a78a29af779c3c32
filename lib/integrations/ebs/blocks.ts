import { SECTOR_BYTES, type SectorKey } from '#crypto/xts.ts'
import { toBase64 } from '#kernel/bytes.ts'
import { invalid } from '../errors.ts'
import { bytes, integer, otherwise } from '../members.ts'
import { type Context, type Operation, operation } from '../operation.ts'
import type { Hosts } from './hosts.ts'
import { readSectors, writeSectors } from './sectors.ts'
import { findVolume, VOLUME_ID, type Volume } from './volume.ts'

const MOST_BYTES = 65_536
const GIB = 2 ** 30
const MOST_OFFSET = 16_384 * GIB
const PLACE = { VolumeId: VOLUME_ID, Offset: otherwise(integer(0, MOST_OFFSET), 0) }
const RANGE = { ...PLACE, Length: otherwise(integer(1, MOST_BYTES), SECTOR_BYTES) }

/** What an instance writes to the disk, encrypted on its machine. The last sector is filled up with zeros. */
export function writeBlocks(hosts: Hosts): Operation {
  return operation({
    secrets: ['Data'],
    members: { ...PLACE, Data: bytes(MOST_BYTES) },
    plan({ VolumeId: id, Offset: offset, Data: data }, context) {
      if (data.length === 0) throw invalid('Data must not be empty.')
      return {
        subject: id,
        async run() {
          const volume = await findVolume(id, context)
          const { first, count } = range(offset, data.length, volume.body)
          const key = await hosts.keyOf(volume, context)
          const plaintext = Buffer.concat([data], count * SECTOR_BYTES)
          const { state, scope } = context.call
          const changes = await writeSectors({ region: scope.region, id }, first, key.seal(first, plaintext), state)
          plaintext.fill(0)
          return { answer: { VolumeId: id, Offset: offset, SectorsWritten: count }, changes }
        },
      }
    },
  })
}

export function readBlocks(hosts: Hosts): Operation {
  return operation({
    readOnly: true,
    members: RANGE,
    plan({ VolumeId: id, Offset: offset, Length: length }, context) {
      return {
        subject: id,
        async run() {
          const volume = await findVolume(id, context)
          const asked = range(offset, length, volume.body)
          const key = await hosts.keyOf(volume, context)
          const data = (await opened(id, asked, key, context)).subarray(0, length)
          return { answer: { VolumeId: id, Offset: offset, Data: toBase64(data) } }
        },
      }
    },
  })
}

/** What stands on the disk itself, as somebody would find it who had stolen it: no key is needed, and none helps. */
export const readRawBlocks = operation({
  readOnly: true,
  members: RANGE,
  plan({ VolumeId: id, Offset: offset, Length: length }, context) {
    return {
      subject: id,
      async run() {
        const volume = await findVolume(id, context)
        const data = (await opened(id, range(offset, length, volume.body), undefined, context)).subarray(0, length)
        return { answer: { VolumeId: id, Offset: offset, Ciphertext: toBase64(data) } }
      },
    }
  },
})

interface Range {
  readonly first: number
  readonly count: number
}

function range(offset: number, length: number, { Size }: Volume): Range {
  if (offset % SECTOR_BYTES !== 0) throw invalid(`Offset must be a multiple of ${SECTOR_BYTES}.`)
  if (offset + length > Size * GIB) throw invalid('Offset and length lead behind the end of the volume.')
  return { first: offset / SECTOR_BYTES, count: Math.ceil(length / SECTOR_BYTES) }
}

/** The sectors of a range, those that were never written as zeros. */
async function opened(id: string, asked: Range, key: SectorKey | undefined, { call }: Context): Promise<Buffer> {
  const stored = await readSectors({ region: call.scope.region, id }, asked, call.state)
  const sectors = Array.from({ length: asked.count }, (_, index) => {
    const sector = asked.first + index
    const ciphertext = stored.get(sector)
    if (!ciphertext) return Buffer.alloc(SECTOR_BYTES)
    return key ? key.open(sector, ciphertext) : ciphertext
  })
  return Buffer.concat(sectors)
}
