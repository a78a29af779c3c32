import type { AccountDto } from './accounts.ts'
import type { EventCountsDto, EventDto, EventPageDto, KeyUsageDto, WhyDto } from './events.ts'
import type { GrantPageDto } from './grants.ts'
import type {
  AliasDto,
  KeyChoiceDto,
  KeyDto,
  KeyLookupDto,
  KeyPageDto,
  KeyRowDto,
  MemberDto,
  PageDto,
  PolicyDto,
  PublicKeyDto,
  RotationsDto,
} from './keys.ts'

/** What each read of the console answers: `GET /api/console/<name>`. */
export interface QueryResults {
  readonly keys: KeyPageDto
  /** The AWS managed keys of the Region, by their aliases. */
  readonly managedKeys: readonly KeyRowDto[]
  readonly key: KeyDto
  /** Every key of the Region by its names, to choose from. */
  readonly choices: readonly KeyChoiceDto[]
  /** Names and last uses of the keys that are asked for by `id`, given as often as needed. */
  readonly lookup: readonly KeyLookupDto[]
  readonly policy: PolicyDto
  readonly rotations: RotationsDto
  readonly publicKey: PublicKeyDto
  /** All members of a multi-Region key, the primary first. */
  readonly members: readonly MemberDto[]
  readonly grants: GrantPageDto
  /** The aliases of one key. */
  readonly aliases: readonly AliasDto[]
  /** The aliases of all keys. */
  readonly aliasList: PageDto<AliasDto>
  readonly events: EventPageDto
  /** How many of the events that `events` lists there are, by time. */
  readonly 'event-counts': EventCountsDto
  /** Who used a key, and for what. */
  readonly 'key-usage': KeyUsageDto
  readonly event: EventDto
  /** Why the call of a request id was allowed or refused. */
  readonly why: WhyDto
  /** Every account that is hosted here; for the administrator only. */
  readonly accounts: readonly AccountDto[]
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
  }
}[QueryName]
