import type { ScopeDto } from './scope.ts'

export interface RegionDto {
  readonly id: string
  /** `N. Virginia`. */
  readonly name: string
  /** `Americas`. */
  readonly group: string
}

/** What the truth bar says: who acts where, at what time, under which rules, against which endpoint. */
export interface FrameDto {
  readonly scope: ScopeDto
  readonly userName: string
  readonly principalArn: string
  /** Whether the session may do what concerns the whole installation. */
  readonly administers: boolean
  readonly regions: readonly RegionDto[]
  /** The sandbox's clock in milliseconds, when this was made. */
  readonly now: number
  readonly frozen: boolean
  readonly authMode: 'strict' | 'open'
  /** The origin for `--endpoint-url`. */
  readonly endpoint: string
}

/** What the sign-in page says about the installation. */
export interface SignInDto {
  /** `127.0.0.1:3000`. */
  readonly host: string
  readonly authMode: 'strict' | 'open'
  /** Why nobody can sign in here, when so. */
  readonly closed?: string
}
