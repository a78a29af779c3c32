import { SECTOR_BYTES } from '#crypto/xts.ts'
import type { Region } from '#kernel/ids.ts'
import { limitExceeded } from '../errors.ts'
import { insert, remove, replace } from '../items.ts'
import type { Change, Item, State } from '../ports.ts'

/** Where sectors are: of a volume or of a snapshot. Those that were never written are not kept, and read as zeros. */
export interface Disk {
  readonly region: Region
  readonly id: string
}

/** How many sectors of a disk may be written: 256 KiB. */
const MOST_SECTORS = 512
const KIND = 'sector'

/** The numbers of sectors as ids, in whose order they are. */
const sectorId = ({ id }: Disk, sector: number) => `${id}/${sector.toString(16).padStart(12, '0')}`
const numberOf = ({ id }: Item) => Number.parseInt(id.slice(id.indexOf('/') + 1), 16)

function sectorsOf(disk: Disk, state: State): Promise<readonly Item[]> {
  return state.list(disk.region, KIND, `${disk.id}/`)
}

/** What is stored of a range, by the number of the sector. */
export async function readSectors(
  disk: Disk,
  { first, count }: { readonly first: number; readonly count: number },
  state: State,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const stored = (await sectorsOf(disk, state)).map((item) => [numberOf(item), item.data] as const)
  return new Map(stored.filter(([sector]) => sector >= first && sector < first + count))
}

/** Puts ciphertext in the place of sectors, the first of which has the number `first`. */
export async function writeSectors(
  disk: Disk,
  first: number,
  ciphertext: Uint8Array,
  state: State,
): Promise<readonly Change[]> {
  const stored = new Map((await sectorsOf(disk, state)).map((item) => [item.id, item]))
  const changes = Array.from({ length: ciphertext.length / SECTOR_BYTES }, (_, index) => {
    const id = sectorId(disk, first + index)
    const data = ciphertext.subarray(index * SECTOR_BYTES, (index + 1) * SECTOR_BYTES)
    return replace(stored.get(id), { region: disk.region, kind: KIND, id, body: {}, data })
  })
  const added = changes.filter(({ item }) => item.version === 0).length
  if (stored.size + added <= MOST_SECTORS) return changes
  throw limitExceeded(`Of a volume at most ${MOST_SECTORS} sectors of ${SECTOR_BYTES} bytes can be written here.`)
}

/** The sectors of a disk for another, as they are or encrypted anew. */
export async function copySectors(
  from: Disk,
  to: Disk,
  state: State,
  anew: (sector: number, ciphertext: Uint8Array) => Uint8Array = (_, ciphertext) => ciphertext,
): Promise<readonly Change[]> {
  return (await sectorsOf(from, state)).map((item) => {
    const sector = numberOf(item)
    return insert({ region: to.region, kind: KIND, id: sectorId(to, sector), body: {}, data: anew(sector, item.data) })
  })
}

export async function removeSectors(disk: Disk, state: State): Promise<readonly Change[]> {
  return (await sectorsOf(disk, state)).map(remove)
}
