import 'server-only'

import { parsePolicy } from '#policy/parse.ts'
import type { Console } from './access.ts'
import type { ReplayDto } from './dto/access.ts'
import { Called } from './error-dto.ts'
import { replayGroups } from './replay-groups.ts'

/** Replays the newest calls on a key against a draft of its policy. */
export async function replayPolicy(
  console: Console,
  keyArn: string,
  draft: string,
  events: number,
): Promise<ReplayDto> {
  const parsed = parsePolicy(String(draft))
  if (!parsed.ok) {
    throw new Called({ code: 'MalformedPolicyDocumentException', message: parsed.problems[0].message })
  }
  const { changes, ...read } = await console.replay({
    keyArn: String(keyArn),
    draft: String(draft),
    events: Number(events),
  })
  return { ...read, changed: changes.length, groups: replayGroups(changes) }
}
