'use client'

import type { KeyDto, MaterialDto } from '#console/dto/keys.ts'
import { usePaths } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'

/** What the audit log tells of the materials of a key, and where their events are listed. */
export function useLife(
  { arn, createdAt }: KeyDto,
  materials: readonly Pick<MaterialDto, 'materialId'>[],
  known = true,
) {
  const { audit } = usePaths()
  const { data, error } = useConsoleQuery(
    'material-life',
    { key: arn, from: String(createdAt), material: materials.map(({ materialId }) => materialId) },
    { keep: true, enabled: known },
  )
  const eventsOf = (materialId: string) => `${audit}?${new URLSearchParams({ key: arn, text: materialId })}`
  return { life: data, error: error?.error, eventsOf }
}
