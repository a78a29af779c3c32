import 'server-only'

import { cookies } from 'next/headers'
import type { DisplayDto } from './dto/frame.ts'

export interface Display extends DisplayDto {
  /** The system's where it is undefined. */
  readonly theme: 'light' | 'dark' | undefined
}

/** What the cookies of the present request say; what they do not say, or say wrong, is as it is by default. */
export async function readDisplay(): Promise<Display> {
  const kept = await cookies()
  const value = (name: string) => kept.get(`keystead.${name}`)?.value
  const theme = value('theme')
  const zone = value('zone')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    density: value('density') === 'dense' ? 'dense' : 'comfortable',
    zone: zone !== undefined && isTimeZone(zone) ? zone : 'UTC',
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
