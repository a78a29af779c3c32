import type { KeyAccessDto, RecallDto, SubjectsDto } from './access.ts'
import type { AccountDto } from './accounts.ts'
import type { AllowedDto } from './allowed.ts'
import type { CostDto, CostPageDto, CostRowDto, KeyCostDto } from './cost.ts'
import type { EventCountsDto, EventDto, EventPageDto, KeyUsageDto, ProofAnswerDto, WhyDto } from './events.ts'
import type { BelongingsDto, FamilyDto } from './families.ts'
import type { GrantHistoryDto, GrantListDto, GrantPageDto } from './grants.ts'
import type { GroupDto, IdentityRowDto, ManagedPolicyDto, RoleDto, UserDto } from './identities.ts'
import type { ClusterDto, KeyStoreHealthDto, KeyStoresDto } from './key-stores.ts'
import type {
  AliasDto,
  KeyChoiceDto,
  KeyCountsDto,
  KeyDto,
  KeyLookupDto,
  KeyPageDto,
  KeyRowDto,
  KeyStoreChoiceDto,
  MemberDto,
  PageDto,
  PolicyDto,
  PrincipalDto,
  PublicKeyDto,
  RotationsDto,
} from './keys.ts'
import type { MaterialLifeDto } from './material-life.ts'
import type { AuditHealthDto, SummaryDto } from './overview.ts'
import type { BlobKeyAnswerDto, UsedContextDto } from './playground.ts'
import type { QuotasDto } from './quotas.ts'
import type { FixtureDto, SandboxDetailDto, SandboxDto, SandboxStateDto } from './sandboxes.ts'
import type { ScenarioDto, ScenarioRowDto } from './scenarios.ts'
import type { ConsoleUserDto, InstallationDto, SelfDto, SessionDto } from './settings.ts'

/** What each read of the console answers: `GET /api/console/<name>`. */
export interface QueryResults {
  readonly keys: KeyPageDto
  /** All keys that pass the filter of `keys`, in its order. */
  readonly allKeys: readonly KeyRowDto[]
  /** The AWS managed keys of the Region, by their aliases. */
  readonly managedKeys: readonly KeyRowDto[]
  readonly key: KeyDto
  readonly keyCounts: KeyCountsDto
  /** Users and roles of the account. */
  readonly principals: readonly PrincipalDto[]
  readonly keyStoreChoices: readonly KeyStoreChoiceDto[]
  /** Every key of the Region by its names, to choose from. */
  readonly choices: readonly KeyChoiceDto[]
  /** Names and last uses of the keys that are asked for by `id`, given as often as needed. */
  readonly lookup: readonly KeyLookupDto[]
  readonly policy: PolicyDto
  /** What the session may do with the keys of `id`, or with none. */
  readonly allowed: AllowedDto
  /** What of a key has a say in who may use it. */
  readonly keyAccess: KeyAccessDto
  /** Who there is in the account, with their policies. */
  readonly subjects: SubjectsDto
  /** A call of the past with all that its decisions were made on, for the policy lab. */
  readonly recall: RecallDto
  readonly rotations: RotationsDto
  readonly publicKey: PublicKeyDto
  /** All members of a multi-Region key, the primary first. */
  readonly members: readonly MemberDto[]
  /** The multi-Region keys of the account in all Regions. */
  readonly families: readonly FamilyDto[]
  /** What each member of a multi-Region key has of its own. */
  readonly belongings: readonly BelongingsDto[]
  /** What the audit log knows of the materials of a key. */
  readonly 'material-life': MaterialLifeDto
  readonly 'key-stores': KeyStoresDto
  /** What the proxy of an external key store says of itself now. */
  readonly 'key-store-health': KeyStoreHealthDto
  /** The simulated CloudHSM clusters of the Region; for the administrator only. */
  readonly clusters: readonly ClusterDto[]
  readonly grants: GrantPageDto
  /** The grants of a Region; `retirable`: those that the session may retire. */
  readonly grantList: GrantListDto
  /** What the log knows of the grant `id` on the key of the ARN `key`. */
  readonly grantHistory: GrantHistoryDto
  /** The aliases of one key. */
  readonly aliases: readonly AliasDto[]
  /** The aliases of all keys. */
  readonly aliasList: PageDto<AliasDto>
  /** All that pass the filter of `aliasList`, in its order. */
  readonly allAliases: readonly AliasDto[]
  readonly events: EventPageDto
  /** How many of the events that `events` lists there are, by time. */
  readonly 'event-counts': EventCountsDto
  /** Who used a key, and for what. */
  readonly 'key-usage': KeyUsageDto
  readonly event: EventDto
  /** What proves that an event is in the log. */
  readonly proof: ProofAnswerDto
  /** Why the call of a request id was allowed or refused. */
  readonly why: WhyDto
  /** Figures of the Region. */
  readonly summary: SummaryDto
  readonly 'audit-health': AuditHealthDto
  /** What the account costs in a `month`, in all Regions; in this month where none is named. */
  readonly cost: CostDto
  /** The same with its keys, in pages. */
  readonly costs: CostPageDto
  /** All that pass the filter of `costs`, in its order. */
  readonly allCosts: readonly CostRowDto[]
  /** What the key `id` of the Region costs. */
  readonly 'key-cost': KeyCostDto
  /** Request quotas of the Region. */
  readonly quotas: QuotasDto
  readonly users: readonly IdentityRowDto[]
  readonly roles: readonly IdentityRowDto[]
  readonly groups: readonly IdentityRowDto[]
  readonly policies: readonly IdentityRowDto[]
  /** The one of that `name`; of a managed policy, its ARN. */
  readonly user: UserDto
  readonly role: RoleDto
  readonly group: GroupDto
  readonly managedPolicy: ManagedPolicyDto
  /** The key and the material that a ciphertext blob names. */
  readonly 'blob-key': BlobKeyAnswerDto
  /** The encryption contexts that calls with a key succeeded with, the newest first. */
  readonly contexts: readonly UsedContextDto[]
  /** Every account that is hosted here; for the administrator only. */
  readonly accounts: readonly AccountDto[]
  /** How far the loading of the sample is; `all` is 0 before it begins. For the administrator only. */
  readonly demo: { readonly done: number; readonly all: number }
  /** The sandboxes beside `main`; for the administrator only. */
  readonly sandboxes: readonly SandboxDto[]
  /** Fixtures that a sandbox can be made with; for the administrator only. */
  readonly fixtures: readonly FixtureDto[]
  /** The one of that `id`, with what was kept of it. */
  readonly sandbox: SandboxDetailDto
  /** How the sandbox of the page is; null in `main`. */
  readonly 'sandbox-state': SandboxStateDto | null
  /** The user who is signed in. */
  readonly self: SelfDto
  /** The sessions of that user. */
  readonly sessions: readonly SessionDto[]
  /** The users of the console; for the administrator only. */
  readonly consoleUsers: readonly ConsoleUserDto[]
  readonly installation: InstallationDto
  /** For the administrator only, as `scenario`: the one of that `name`. */
  readonly scenarios: readonly ScenarioRowDto[]
  readonly scenario: ScenarioDto
}

export type QueryName = keyof QueryResults
export type QueryParams = Readonly<Record<string, string | readonly string[] | undefined>>

/** A read made on the server while the page was rendered, with the time it was made at. */
export type EntryDto = {
  [Q in QueryName]: {
    readonly query: Q
    readonly params: QueryParams
    readonly data: QueryResults[Q]
    readonly at: number
    /** Of how many events the log was by then, at least. */
    readonly logSize: number
    /** As whom it was read. */
    readonly principalArn: string
  }
}[QueryName]
