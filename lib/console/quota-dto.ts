import type { QuotaReport } from '#runtime/instance.ts'
import type { QuotasDto } from './dto/quotas.ts'

/** The request quotas of a Region as pages are told them. */
export function quotasDto({ profile, gauges }: QuotaReport): QuotasDto {
  const classes = gauges.map(({ quota: { id, name, operations }, rate, use }) => {
    return { class: id, name, operations, rate, ...(use && { use }) }
  })
  return { profile, classes }
}
