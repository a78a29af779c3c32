import type { KeyRowDto } from '#console/dto/keys.ts'

/** What becomes of a multi-Region key in its other Regions when its deletion is scheduled; undefined for others. */
export function replicaNote({ regionality, regions }: Pick<KeyRowDto, 'regionality' | 'regions'>): string | undefined {
  if (regionality === 'SINGLE') return undefined
  if (regionality === 'REPLICA') return 'Only this replica goes; the key lives on in its other Regions.'
  const replicas = regions.slice(1).join(', ')
  if (replicas === '') return undefined
  return `Its replicas in ${replicas} must be deleted first: the waiting period begins when the last one is gone.`
}
