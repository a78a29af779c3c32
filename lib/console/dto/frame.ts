import type { SandboxPlaceDto, SandboxStateDto } from './sandboxes.ts'
import type { PageScopeDto } from './scope.ts'

export interface RegionDto {
  readonly id: string
  /** `N. Virginia`. */
  readonly name: string
  /** `Americas`. */
  readonly group: string
}

/** How a browser wants things shown; kept in its cookies. */
export interface DisplayDto {
  readonly density: 'comfortable' | 'dense'
  /** Of the IANA database, or `UTC`. */
  readonly zone: string
}

/** What the truth bar says: who acts where, at what time, under which rules, against which endpoint. */
export interface FrameDto {
  /** Its principal is who acts: the user, or the role that they switched to. */
  readonly scope: PageScopeDto
  /** What the user typed to sign in. */
  readonly userName: string
  /** Who signed in. */
  readonly userArn: string
  readonly method: 'password' | 'oidc'
  readonly role?: RoleDto
  /** Whether the session may do what concerns the whole installation. */
  readonly administers: boolean
  readonly regions: readonly RegionDto[]
  /** The sandbox's clock in milliseconds, when this was made. */
  readonly now: number
  readonly frozen: boolean
  /** The size of the log before anything was read for the page: what came later may have changed it. */
  readonly logSize: number
  /** The sandbox, where it is not `main`. */
  readonly sandbox?: SandboxStateDto
  /** The scenario that is played in the sandbox. */
  readonly scenario?: string
  /** Where the session is at home: its own account in `main`. */
  readonly home: SandboxPlaceDto
  readonly authMode: 'strict' | 'open'
  /** The origin for `--endpoint-url`. */
  readonly endpoint: string
  readonly display: DisplayDto
}

/** The role that a session acts as. */
export interface RoleDto {
  readonly arn: string
  readonly name: string
  /** By the wall clock. */
  readonly expiresAt: number
}

/** What the sign-in page says about the installation. */
export interface SignInDto {
  /** `127.0.0.1:3000`. */
  readonly host: string
  readonly authMode: 'strict' | 'open'
  /** The host of the identity provider, where one is configured. */
  readonly provider?: string
  /** Why nobody can sign in here, when so. */
  readonly closed?: string
}
