import type { SandboxStateDto } from '#console/dto/sandboxes.ts'

/** The same for two readings of a sandbox that nobody changed in between: a clock that runs is told by how far it is ahead. */
export function stateKey({ name, clock, quotas, faults }: SandboxStateDto): string {
  const { frozen, now, ahead } = clock
  return JSON.stringify([name, quotas, faults, frozen, frozen ? now : ahead])
}
