import type { QuotaClassDto } from '#console/dto/quotas.ts'

/** `Cryptographic, RSA` of `Cryptographic operations (RSA) request rate`; `CreateKey` of `CreateKey request rate`. */
export function quotaName({ name }: Pick<QuotaClassDto, 'name'>): string {
  const short = name.replace(/ request rate\b/, '')
  return short.replace(/^Cryptographic operations \((.*)\)$/, 'Cryptographic, $1')
}

/** Whether several operations draw on it. */
const isShared = ({ operations }: QuotaClassDto) => operations.length > 1 && operations[0] !== 'GenerateDataKeyPair'

/** Those that say something: the shared ones, and all that were drawn from lately. */
export function quotasInUse(classes: readonly QuotaClassDto[]): readonly QuotaClassDto[] {
  return classes.filter((each) => isShared(each) || (each.use && each.use.peak + each.use.throttled > 0))
}

/** The most used of all, for a few lines. */
export function busiest(classes: readonly QuotaClassDto[], most: number): readonly QuotaClassDto[] {
  const part = ({ rate, use }: QuotaClassDto) => (use?.throttled ? 1 : 0) + (use?.peak ?? 0) / rate
  return quotasInUse(classes)
    .toSorted((a, b) => part(b) - part(a))
    .slice(0, most)
}
