import 'server-only'

import type { AdminInput } from '#admin/execute.ts'
import { instance } from '#runtime/instance.ts'
import type { Console } from './access.ts'
import type { FixtureDto, SandboxDetailDto, SandboxDto, SandboxStateDto } from './dto/sandboxes.ts'
import { Called } from './error-dto.ts'
import { clockDto, sandboxDto, sandboxStateDto, snapshotDto } from './sandbox-dto.ts'

/** The reads of sandboxes. */
export const sandboxReads = { sandboxes, sandbox, fixtures, 'sandbox-state': sandboxState }

/** Those beside `main`, in order of their ids; for the administrator. One that goes meanwhile is left out. */
async function sandboxes(console: Console): Promise<readonly SandboxDto[]> {
  const [{ sandboxes: all }, populations] = await Promise.all([
    console.administerMain('ListSandboxes', {}),
    console.populations(),
  ])
  return all.flatMap((each) => {
    const known = instance().sandboxes.get(each.id)
    return known ? [sandboxDto(each, populations, clockDto(known.clock, console.wallTime()))] : []
  })
}

async function sandbox(console: Console, params: URLSearchParams): Promise<SandboxDetailDto> {
  // The service refuses what is no id of a sandbox.
  const input = { id: params.get('id') } as AdminInput<'GetSandbox'>
  const [found, populations] = await Promise.all([console.administerMain('GetSandbox', input), console.populations()])
  const known = instance().sandboxes.get(found.id)
  if (!known) throw new Called({ code: 'NotFoundException', message: `There is no sandbox ${found.id}.` })
  const dto = sandboxDto(found, populations, clockDto(known.clock, console.wallTime()))
  return { ...dto, snapshots: found.snapshots.map(snapshotDto) }
}

/** They are asked for with the dialog that offers them, and leave no event. */
async function fixtures({ administers }: Console): Promise<readonly FixtureDto[]> {
  if (!administers) throw new Called({ code: 'Forbidden', message: 'Only the administrator makes sandboxes.' })
  return instance().shippedFixtures()
}

/** Of the sandbox that the page is in; null in `main`. What every page shows, and no call of a service. */
async function sandboxState(console: Console): Promise<SandboxStateDto | null> {
  return console.sandbox ? sandboxStateDto(console.sandbox, console.wallTime()) : null
}
