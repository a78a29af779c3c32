import type { SandboxId } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import { scopeKey } from '#kernel/scope.ts'
import { CryptoError } from './crypto-error.ts'
import type { DomainKey } from './domain-key.ts'
import { DOMAIN_KEY_BYTES, domainKey, domainKeyAad } from './domain-key.ts'
import type { RootProvider } from './root/provider.ts'

/** A domain key as it is stored. A scope may have several; the highest number wraps what is new. */
export interface DomainKeyRow extends Scope {
  /** From 1. */
  readonly number: number
  /** 32 bytes, wrapped by the root. */
  readonly wrapped: Uint8Array
}

export interface NumberedDomainKey extends DomainKey {
  readonly number: number
}

/** A domain key that is not in force until its row is committed and adopted. */
export interface NewDomainKey {
  readonly row: DomainKeyRow
  readonly domain: NumberedDomainKey
}

interface Domain {
  readonly numbered: Map<number, NumberedDomainKey>
  current?: NumberedDomainKey
  /** One for all who ask at the same time, so that the first commit serves them all. */
  pending?: { readonly made: Promise<NewDomainKey>; settled?: NewDomainKey }
}

/** The opened domain keys of all scopes. */
export class DomainKeys {
  readonly #domains = new Map<string, Domain>()
  readonly #root: RootProvider
  readonly #secrets: Secrets

  constructor(root: RootProvider, secrets: Secrets) {
    this.#root = root
    this.#secrets = secrets
  }

  current(scope: Scope): NumberedDomainKey | undefined {
    return this.#domains.get(scopeKey(scope))?.current
  }

  /** The one in force; before there is one, that which `create` made to be committed with what is sealed under it. */
  sealing(scope: Scope): NumberedDomainKey | undefined {
    const domain = this.#domains.get(scopeKey(scope))
    return domain?.current ?? domain?.pending?.settled?.domain
  }

  /** One that `create` made opens what is sealed under it before it is in force. */
  get(scope: Scope, number: number): NumberedDomainKey | undefined {
    const domain = this.#domains.get(scopeKey(scope))
    const made = domain?.pending?.settled?.domain
    return domain?.numbered.get(number) ?? (made?.number === number ? made : undefined)
  }

  create(scope: Scope): Promise<NewDomainKey> {
    const domain = this.#domain(scope)
    domain.pending ??= this.#begin(scope, domain)
    return domain.pending.made
  }

  #begin(scope: Scope, domain: Domain): NonNullable<Domain['pending']> {
    const pending: NonNullable<Domain['pending']> = {
      made: this.#make(scope, (domain.current?.number ?? 0) + 1).then(
        (made) => {
          pending.settled = made
          return made
        },
        (error: unknown) => {
          if (domain.pending === pending) delete domain.pending
          throw error
        },
      ),
    }
    return pending
  }

  async #make({ sandbox, account, region }: Scope, number: number): Promise<NewDomainKey> {
    const scope = { sandbox, account, region }
    const secret = this.#secrets.bytes(DOMAIN_KEY_BYTES)
    try {
      const wrapped = await this.#root.wrap(secret, domainKeyAad(scope, number))
      return { row: { ...scope, number, wrapped }, domain: { number, ...domainKey(secret, scope, number) } }
    } finally {
      secret.fill(0)
    }
  }

  /** At once for a row that `create` made here; else after the root has opened it. */
  adopt(row: DomainKeyRow): Promise<void> {
    const domain = this.#domain(row)
    if (domain.numbered.has(row.number)) return Promise.resolve()
    const made = domain.pending?.settled
    if (made && made.row.number === row.number && Buffer.compare(made.row.wrapped, row.wrapped) === 0) {
      install(domain, made.domain)
      return Promise.resolve()
    }
    return this.#open(row).then((opened) => install(domain, opened))
  }

  async #open(row: DomainKeyRow): Promise<NumberedDomainKey> {
    const secret = await this.#root.unwrap(row.wrapped, domainKeyAad(row, row.number))
    if (secret?.length === DOMAIN_KEY_BYTES) {
      const keys = domainKey(secret, row, row.number)
      secret.fill(0)
      return { number: row.number, ...keys }
    }
    throw new CryptoError(
      'DomainKeyDamaged',
      `Domain key ${row.number} of ${scopeKey(row)} does not open under root key ${this.#root.id}. Restore the database from a backup.`,
    )
  }

  /** Those of all scopes of a sandbox that is gone. */
  forget(sandbox: SandboxId): void {
    for (const scope of this.#domains.keys()) if (scope.startsWith(`${sandbox}/`)) this.#domains.delete(scope)
  }

  /** Scopes whose first domain key was made and has not come into force. */
  waiting(): readonly Scope[] {
    return [...this.#domains.values()].flatMap(({ current, pending }) => {
      return !current && pending?.settled ? [pending.settled.row] : []
    })
  }

  /** Forgets the first domain key of a scope that nothing was committed with. Does nothing where one is in force. */
  abandon(scope: Scope): void {
    if (!this.current(scope)) this.#domains.delete(scopeKey(scope))
  }

  clear(): void {
    this.#domains.clear()
  }

  #domain(scope: Scope): Domain {
    const id = scopeKey(scope)
    const known = this.#domains.get(id)
    if (known) return known
    const domain: Domain = { numbered: new Map() }
    this.#domains.set(id, domain)
    return domain
  }
}

/** What was being made for the scope is void: its number is taken, or it is in force now. */
function install(domain: Domain, key: NumberedDomainKey): void {
  domain.numbered.set(key.number, key)
  if (key.number > (domain.current?.number ?? 0)) domain.current = key
  delete domain.pending
}
