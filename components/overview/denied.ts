import type { EventRowDto } from '#console/dto/events.ts'

/** Events that tell the same, next to each other, as the newest of them with how many they are. */
export function together(
  events: readonly EventRowDto[],
): readonly { readonly event: EventRowDto; readonly times: number }[] {
  const rows: { event: EventRowDto; times: number }[] = []
  for (const event of events) {
    const last = rows.at(-1)
    if (last && tellsSame(last.event, event)) last.times += 1
    else rows.push({ event, times: 1 })
  }
  return rows
}

function tellsSame(a: EventRowDto, b: EventRowDto): boolean {
  return a.eventName === b.eventName && a.principalArn === b.principalArn && a.keyArn === b.keyArn
}
