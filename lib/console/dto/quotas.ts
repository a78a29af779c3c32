/** Whose figures the request quotas of a sandbox have: none, those of AWS, or the former ones of AWS for the shared quota of symmetric keys. */
export type QuotaProfileDto = 'off' | 'aws' | 'brief'

/** The request quotas of an account in a Region: the shared ones first, then those of one operation by its name. */
export interface QuotasDto {
  readonly profile: QuotaProfileDto
  readonly classes: readonly QuotaClassDto[]
}

/** One request quota. */
export interface QuotaClassDto {
  /** `symmetric`, `rsa`, `eccSm2`, `mlDsa`, `mlKem`; `pair RSA_2048`; `store cks-…`: one custom key store; `CreateKey`. */
  readonly class: string
  /** As in Service Quotas: `Cryptographic operations (RSA) request rate`. */
  readonly name: string
  /** The operations that draw on it. */
  readonly operations: readonly string[]
  /** Requests per second; under the profile `off` the figure of AWS, which is not enforced. */
  readonly rate: number
  /** What was drawn lately; absent under the profile `off`, which counts nothing. */
  readonly use?: QuotaUseDto
}

/** By the server's own clock, whatever the time in the sandbox. */
export interface QuotaUseDto {
  /** Requests in the last second. */
  readonly lastSecond: number
  /** The most in one of the last 60 seconds. */
  readonly peak: number
  /** Requests refused in the last 60 seconds. */
  readonly throttled: number
}
