import { join } from 'node:path'
import type { Store } from '#kms/ports.ts'
import { openMemoryStore, openPrismaStore } from '#store/open.ts'

/** A store that has to keep the contract. */
export interface Implementation {
  readonly name: string
  /** Opens it in an empty folder. */
  open(folder: string): Promise<Store>
}

export const implementations: readonly Implementation[] = [
  { name: 'memory', open: async () => openMemoryStore() },
  { name: 'Prisma on SQLite', open: (folder) => openPrismaStore({ file: join(folder, 'keystead.db') }) },
]
