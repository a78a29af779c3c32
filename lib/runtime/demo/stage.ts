import type { Admin, AdminInput, AdminOperationName, AdminOutput } from '#admin/execute.ts'
import type { Iam, IamInput, IamOperationName, IamOutput } from '#iam/execute.ts'
import type { Clock } from '#kernel/clock.ts'
import type { AccountId, EpochMillis, Region, RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Ids } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { connectKeyStores } from '#kms/connections.ts'
import { runDue } from '#kms/due.ts'
import type { Kms } from '#kms/execute.ts'
import type { Caller, Identities, Ports } from '#kms/ports.ts'
import type { Input, OperationName, Output } from '#model/api.ts'
import type { Sts } from '#sts/execute.ts'
import type { Role, User } from './people.ts'
import { rolesOf } from './people.ts'
import type { World } from './world.ts'
import { roleArn } from './world.ts'

/** Sessions of roles are renewed before they end. */
const SESSION = 12 * 3_600_000
const SPARE = 15 * 60_000

/** A clock that starts in the past and is only ever moved forward. */
export interface HistoryClock extends Clock {
  moveTo(time: EpochMillis): void
}

export function historyClock(start: EpochMillis): HistoryClock {
  let now = start
  return {
    now: () => now,
    moveTo(time) {
      if (time > now) now = time
    },
  }
}

/** The services on the installation's own store, with the clock of the history in place of the sandbox's. */
export interface DemoServices {
  readonly clock: HistoryClock
  readonly ports: Ports
  readonly kms: Kms
  readonly iam: Iam
  readonly sts: Sts
  readonly admin: Admin
  /** By the clock of the history: the sessions of then have ended long ago. */
  readonly identities: Pick<Identities, 'credential'>
}

/** Who plays in the sample, by names such as `alice`, `acme-ops@acme`, `root@globex` and `role:payments-api`. */
export class Stage {
  readonly #services: DemoServices
  readonly world: World
  readonly #users = new Map<string, User & { readonly accessKeyId: string }>()
  readonly #sessions = new Map<string, { readonly caller: Caller; readonly until: number }>()
  readonly #roles: ReadonlyMap<string, Role>
  /** When something falls due next, or earlier. */
  #due = 0

  constructor(services: DemoServices, world: World) {
    this.#services = services
    this.world = world
    // Asked anew once a key changes: few calls of the sample change any.
    services.ports.store.onCommit((writes) => {
      if (writes.some(({ table }) => table === 'key')) this.#due = 0
    })
    this.#roles = new Map(rolesOf(world).map((role) => [`role:${role.name}`, role]))
  }

  get clock(): Clock {
    return this.#services.clock
  }

  get ids(): Ids {
    return this.#services.ports.ids
  }

  /** Does what falls due until then, each at its own time, and goes on to that moment. */
  async moveTo(time: EpochMillis): Promise<void> {
    const { clock, ports } = this.#services
    while (this.#due <= time) {
      const due = await ports.store.nextDue(MAIN_SANDBOX)
      this.#due = due ?? Number.POSITIVE_INFINITY
      if (this.#due > time) break
      clock.moveTo(this.#due as EpochMillis)
      await runDue(MAIN_SANDBOX, clock.now(), ports)
    }
    clock.moveTo(time)
  }

  /** Waits until the key stores that were asked to are connected. */
  async connect(): Promise<void> {
    await connectKeyStores(MAIN_SANDBOX, this.#services.ports, (error) => {
      throw error
    })
  }

  async kms<N extends OperationName>(as: string, name: N, input: Input<N>, region = this.world.home) {
    return this.#services.kms.execute(name, input, await this.#caller(as, region)) as Promise<Output<N>>
  }

  /** A call that comes to an error of the service; throws when it does not. */
  async refused<N extends OperationName>(as: string, name: N, input: Input<N>, code: string, region?: Region) {
    const outcome = await this.kms(as, name, input, region).catch((error: unknown) => error)
    if (isServiceError(outcome) && outcome.code === code) return
    throw new Error(`${name} by ${as} was to end with ${code}`, { cause: outcome })
  }

  async iam<N extends IamOperationName>(as: string, name: N, input: IamInput<N>): Promise<IamOutput<N>> {
    return this.#services.iam.execute(name, input, await this.#caller(as, this.world.home))
  }

  async admin<N extends AdminOperationName>(name: N, input: AdminInput<N>): Promise<AdminOutput<N>> {
    return this.#services.admin.execute(name, input, await this.#caller('root', this.world.home))
  }

  /** A user that can sign from now on. */
  enter(name: string, user: User, accessKeyId: string): void {
    this.#users.set(name, { ...user, accessKeyId })
  }

  /** Sees to it that roles have sessions, so that their calls of one moment need not wait for one another. */
  async assume(names: Iterable<string>): Promise<void> {
    const missing = [...new Set(names)].filter((name) => name.startsWith('role:') && !this.#isLive(name))
    await Promise.all(missing.map((name) => this.#session(name)))
  }

  #isLive(name: string): boolean {
    return (this.#sessions.get(name)?.until ?? 0) > this.clock.now()
  }

  async #caller(as: string, region: Region): Promise<Caller> {
    const caller = await this.#standing(as)
    const request = { ...caller.request, id: this.ids.uuid() as RequestId }
    return { ...caller, scope: { ...caller.scope, region }, request }
  }

  #standing(as: string): Caller | Promise<Caller> {
    const [name = '', place] = as.split('@')
    if (name === 'root') return this.#root(this.#account(place))
    const live = this.#sessions.get(as)
    if (live && this.#isLive(as)) return live.caller
    return as.startsWith('role:') ? this.#session(as) : this.#user(as)
  }

  #account(place: string | undefined): AccountId {
    if (place === 'acme' || place === 'globex') return this.world[place]
    return this.world.first
  }

  #root(account: AccountId): Caller {
    const scope = { sandbox: MAIN_SANDBOX, account, region: this.world.home }
    return { principal: rootPrincipal(account), scope, request: this.#source('203.0.113.10', 'aws-cli/2.31.4') }
  }

  async #user(name: string): Promise<Caller> {
    const user = this.#users.get(name)
    if (!user) throw new Error(`the sample has no user ${name}`)
    return this.#signed(user, user.accessKeyId)
  }

  async #session(as: string): Promise<Caller> {
    const role = this.#roles.get(as)
    if (!role) throw new Error(`the sample has no ${as}`)
    const by = role.account === 'first' ? role.by : `${role.by}@${role.account}`
    const input = {
      RoleArn: roleArn(this.world[role.account], role.name),
      ...{ RoleSessionName: role.session, DurationSeconds: SESSION / 1000 },
    }
    const { Credentials } = await this.#services.sts.execute(
      'AssumeRole',
      input,
      await this.#caller(by, this.world.home),
    )
    const user = this.#users.get(by)
    if (!(Credentials && user)) throw new Error(`${as} was not assumed`)
    const caller = await this.#signed(user, Credentials.AccessKeyId, Credentials.SessionToken)
    this.#sessions.set(as, { caller, until: this.clock.now() + SESSION - SPARE })
    return caller
  }

  async #signed({ from, agent }: User, accessKeyId: string, token?: string): Promise<Caller> {
    const known = await this.#services.identities.credential(accessKeyId, token)
    if (!known || known === 'expired') throw new Error(`the sample holds no credentials ${accessKeyId}`)
    const { principal, sandbox, tags, session } = known
    const scope = { sandbox, account: principal.account, region: this.world.home }
    const request = this.#source(from, agent)
    return { principal, scope, accessKeyId, request, ...(tags && { tags }), ...(session && { session }) }
  }

  #source(sourceIp: string, userAgent: string): Caller['request'] {
    return { id: this.ids.uuid() as RequestId, face: 'wire', sourceIp, userAgent }
  }
}
