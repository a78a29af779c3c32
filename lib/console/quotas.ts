import 'server-only'

import type { Console } from './access.ts'
import type { QuotasDto } from './dto/quotas.ts'
import { quotasDto } from './quota-dto.ts'

async function readQuotas(console: Console): Promise<QuotasDto> {
  return quotasDto(await console.quotas())
}

export const quotas = { quotas: readQuotas }
