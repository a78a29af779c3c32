import { randomBytes } from 'node:crypto'
import { KmsRefusal } from '#integrations/errors.ts'
import type { EncryptionContext, Kms, KmsAs } from '#integrations/kms.ts'
import type { Context, Operation } from '#integrations/operation.ts'
import type { As, Change, Item, KmsCall, NewItem, ServiceCall, State } from '#integrations/ports.ts'
import { runPlan } from '#integrations/run-plan.ts'
import type { AccountId, EpochMillis, Region, SandboxId } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { TestClock } from './clock.ts'

const placeOf = ({ region, kind, id }: Pick<NewItem, 'region' | 'kind' | 'id'>) => `${region}/${kind}/${id}`

/** What a service keeps, in memory. */
export class MemoryState implements State {
  readonly #items = new Map<string, Item>()
  #version = 0

  async get<B extends object>(region: Region, kind: string, id: string): Promise<Item<B> | undefined> {
    return this.#items.get(placeOf({ region, kind, id })) as Item<B> | undefined
  }

  async list<B extends object>(region: Region, kind: string, prefix = ''): Promise<readonly Item<B>[]> {
    const place = placeOf({ region, kind, id: prefix })
    const found = [...this.#items].filter(([at]) => at.startsWith(place)).sort(([a], [b]) => (a < b ? -1 : 1))
    return found.map(([, item]) => item as Item<B>)
  }

  /** All of them, or none. */
  make(changes: readonly Change[]): void {
    for (const { item } of changes) {
      const place = placeOf(item)
      if ((this.#items.get(place)?.version ?? 0) !== item.version) throw new Error(`${place} moved on`)
    }
    this.#version += 1
    for (const { act, item } of changes) {
      const place = placeOf(item)
      if (act === 'remove') this.#items.delete(place)
      if (act === 'put') this.#items.set(place, { ...item, version: this.#version })
    }
  }
}

const text = (context: EncryptionContext) => JSON.stringify(Object.entries(context).sort())

/** AWS KMS as far as services ask: a data key opens with its encryption context alone. A test makes it refuse. */
export class TestKms implements Kms {
  readonly calls: (KmsCall & { readonly as: As['kind'] })[] = []
  readonly #keys = new Map<string, { readonly plaintext: Buffer; readonly context: string }>()
  /** Operations that are refused, with the code. */
  readonly refusing = new Map<string, string>()
  /** Aliases that are not there until CreateAlias makes them. */
  readonly missing = new Set<string>()
  /** What happens while ReEncrypt is asked for. */
  duringReEncrypt: (() => Promise<void>) | undefined
  readonly grants = new Set<string>()

  as({ kind }: As, region = 'us-east-1'): KmsAs {
    const called = (operation: string, otherwise = 'OK') => {
      const code = this.refusing.get(operation) ?? otherwise
      const call = { operation, region, requestId: `request-${this.calls.length}`, code, as: kind }
      this.calls.push(call)
      if (code !== 'OK') throw new KmsRefusal(call, 'refused by the test')
    }
    const made = (keyId: string, plaintext: Buffer, context: EncryptionContext) => {
      const blob = randomBytes(32)
      this.#keys.set(blob.toString('hex'), { plaintext: Buffer.from(plaintext), context: text(context) })
      return { blob, keyArn: `arn:of:${keyId}`, plaintext }
    }
    const opened = (blob: Uint8Array, context: EncryptionContext) => {
      const key = this.#keys.get(Buffer.from(blob).toString('hex'))
      if (key?.context !== text(context)) throw new Error('the data key does not open with this encryption context')
      return Buffer.from(key.plaintext)
    }
    return {
      generateDataKey: async ({ keyId, bytes, context }) => {
        called('GenerateDataKey', this.missing.has(keyId) ? 'NotFoundException' : 'OK')
        return made(keyId, randomBytes(bytes), context)
      },
      generateDataKeyWithoutPlaintext: async ({ keyId, bytes, context }) => {
        called('GenerateDataKeyWithoutPlaintext')
        return made(keyId, randomBytes(bytes), context)
      },
      decrypt: async (blob, context) => {
        called('Decrypt')
        return opened(blob, context)
      },
      reEncrypt: async (blob, from, keyId, to) => {
        await this.duringReEncrypt?.()
        called('ReEncrypt')
        return made(keyId, opened(blob, from), to)
      },
      createGrant: async () => {
        called('CreateGrant')
        const id = `grant-${this.calls.length}`
        this.grants.add(id)
        return id
      },
      retireGrant: async (_, id) => {
        called('RetireGrant')
        this.grants.delete(id)
      },
      createKey: async () => {
        called('CreateKey')
        return 'arn:of:made'
      },
      createAlias: async (name) => called('CreateAlias', this.missing.delete(name) ? 'OK' : 'AlreadyExistsException'),
    }
  }
}

/** A service over a state in memory and a double of AWS KMS. */
export function openService() {
  const [state, kms, clock] = [new MemoryState(), new TestKms(), new TestClock()]
  const contextOf = (more: Partial<ServiceCall> = {}): Context => {
    const scope = { sandbox: 'main' as SandboxId, account: '111122223333' as AccountId, region: 'us-east-1' as Region }
    const call: ServiceCall = {
      ...{ service: 'ebs', operation: '', input: {}, scope, state, now: clock.now() as EpochMillis },
      partition: 'aws',
      requester: 'root',
      draw: async () => systemIds.uuid(),
      credentials: async () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
      ...more,
    }
    return { call, kms, secrets: systemSecrets, isKnownRegion: () => true }
  }
  return {
    ...{ state, kms, clock, contextOf },
    /** Runs an operation, makes its changes, and answers. */
    async run(operation: Operation | undefined, input: object): Promise<Readonly<Record<string, unknown>>> {
      if (!operation) throw new Error('there is no such operation')
      const plan = operation.plan(input, contextOf())
      const { answer } = await runPlan(plan, async ({ changes = [] }) => state.make(changes))
      return { ...answer }
    },
  }
}
