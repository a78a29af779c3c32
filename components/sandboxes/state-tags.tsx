import type { SandboxStateDto } from '#console/dto/sandboxes.ts'
import { plural } from '../format.ts'
import { Tag } from '../ui/tag.tsx'

/** What makes a sandbox behave otherwise than one would think: a clock that stands, faults that are on. */
export function StateTags({ clock, faults }: Pick<SandboxStateDto, 'clock' | 'faults'>) {
  return (
    <>
      {clock.frozen && (
        <Tag tone="import" icon="freeze">
          Frozen
        </Tag>
      )}
      {faults.length > 0 && (
        <Tag tone="warn" icon="warning">
          {plural(faults.length, 'fault')} on
        </Tag>
      )}
    </>
  )
}
