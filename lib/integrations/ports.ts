import type { EpochMillis, Region } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'

/** The services by the name that their callers say, with the one that AWS has in principals, events and ViaService. */
export const SERVICES = {
  ebs: 'ec2',
  s3: 's3',
  dynamodb: 'dynamodb',
  aurora: 'rds',
  secretsmanager: 'secretsmanager',
} as const

export type ServiceName = keyof typeof SERVICES
type PrincipalName = (typeof SERVICES)[ServiceName]

/** What a service keeps, in the account of its caller. */
export interface NewItem<B extends object = object> {
  readonly region: Region
  readonly kind: string
  readonly id: string
  /** JSON; nothing secret. */
  readonly body: B
  /** Ciphertext; empty where there is none. */
  readonly data: Uint8Array
}

export interface Item<B extends object = object> extends NewItem<B> {
  /** What it was read at; 0 of one that is to be new. */
  readonly version: number
}

/** A change as data. One that was planned on another version than the item has by then is not made, nor those with it. */
export type Change =
  | { readonly act: 'put'; readonly item: Item }
  /** `expect` changes nothing, but the item must be as it was read. */
  | { readonly act: 'remove' | 'expect'; readonly item: Pick<Item, 'region' | 'kind' | 'id' | 'version'> }

/** Reads of what one service keeps for one account. */
export interface State {
  get<B extends object>(region: Region, kind: string, id: string): Promise<Item<B> | undefined>
  /** In order of the id. */
  list<B extends object>(region: Region, kind: string, prefix?: string): Promise<readonly Item<B>[]>
}

/** As whom AWS KMS is called. */
export type As =
  /** The service, for its caller: a forwarded call. */
  | { readonly kind: 'service'; readonly service: PrincipalName }
  /** The caller's own program: the service does not see what is encrypted. */
  | { readonly kind: 'client' }
  /** The machine that an instance runs on. */
  | { readonly kind: 'host'; readonly instanceId: string }
  /** The service in the account of AWS, where its own keys are. */
  | { readonly kind: 'aws'; readonly service: PrincipalName }

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** A call to a service, as it is known before the service looks at it. */
export interface ServiceCall {
  readonly service: ServiceName
  readonly operation: string
  /** As it came. */
  readonly input: unknown
  /** The account of the caller, and the Region that is asked. */
  readonly scope: Scope
  /** Of the Region that is asked: the second part of the ARNs of what is there. */
  readonly partition: string
  /**
   * Who calls, with all that their credentials say that policies may look at: the same principal with another session
   * policy or other session tags is another requester.
   */
  readonly requester: string
  /** On the sandbox's clock. */
  readonly now: EpochMillis
  readonly state: State
  /**
   * A UUID for a new identifier. In a sandbox with a seed it follows from the account, the Region, the kind and how many
   * of the kind there were, so calls that draw one kind must not run at once.
   */
  draw(kind: string): Promise<string>
  credentials(as: As): Promise<Credentials>
}

/** A call that a service made to AWS KMS, in the order in which they were answered. */
export interface KmsCall {
  readonly operation: string
  readonly region: string
  readonly requestId: string
  /** `OK`, or the code that it was refused by. */
  readonly code: string
}

/** What a call came to, as data: nothing is changed yet. */
export interface Outcome {
  readonly answer: object
  readonly kmsCalls: readonly KmsCall[]
  readonly changes: readonly Change[]
}

export interface IntegrationPorts {
  /** Where AWS KMS is reached, as in `http://127.0.0.1:3000`. */
  readonly endpoint: string
  readonly secrets: Secrets
  isKnownRegion(name: string): boolean
}
