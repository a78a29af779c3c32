import 'server-only'

import type { Console } from './access.ts'
import type { AuditHealthDto, SummaryDto } from './dto/overview.ts'
import { logCheckDto } from './log-check.ts'
import { summaryOf } from './summary.ts'

async function summary(console: Console): Promise<SummaryDto> {
  const { keys, keyStores } = await console.holdings()
  return summaryOf(keys, keyStores)
}

async function auditHealth(console: Console): Promise<AuditHealthDto> {
  const [{ events, signed, holds, trouble }, lastCheck] = await Promise.all([
    console.auditHealth(),
    console.lastCheck(),
  ])
  return {
    events,
    holds,
    ...(signed && { signed: { size: signed.size, root: signed.root.toString('hex'), at: Date.parse(signed.time) } }),
    ...(trouble === undefined ? {} : { trouble }),
    ...(lastCheck && { lastCheck: logCheckDto(lastCheck) }),
  }
}

export const overview = { summary, 'audit-health': auditHealth }
