import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { AccountId } from '#kernel/ids.ts'
import type { OperationName } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import type { Server } from '../../e2e/support/server.ts'
import { ACCOUNT, sendRaw } from '../../e2e/wire/clients.ts'
import { textAt } from '../../e2e/wire/json-call.ts'
import type { Known, KnownKey } from './known.ts'

const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:root`
const POLICY = defaultKeyPolicyText(ACCOUNT as AccountId)
const ROTATIONS = 20

type Answer = Readonly<Record<string, unknown>>

/** A refusal, which no call of the load deserves. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** One of many that call at once, each with keys of its own. */
export class Caller {
  readonly #server: Server
  readonly #known: Known
  readonly #own: KnownKey[] = []

  constructor(server: Server, known: Known) {
    this.#server = server
    this.#known = known
  }

  /** Calls on and on until the server is gone; throws Refused where it says no. */
  async callUntilGone(): Promise<void> {
    try {
      for (;;) await this.#step()
    } catch (error) {
      // A call under way when the server dies has no answer, and nothing is known of it.
      if (error instanceof Refused || !(error instanceof TypeError)) throw error
    }
  }

  async #step(): Promise<void> {
    const usable = this.#own.filter(({ deletion }) => deletion === 'none')
    const key = usable[randomInt(Math.max(1, usable.length))]
    const step = key && STEPS[randomInt(STEPS.length)]
    if (!key || !step) return await this.#makeKey()
    await step(key, (operation, input) => this.#call(operation, { KeyId: key.id, ...input }))
  }

  async #makeKey(): Promise<void> {
    const made = await this.#call('CreateKey', {})
    const key: KnownKey = { id: textAt(made, 'KeyMetadata.KeyId'), ciphertexts: [], deletion: 'none', rotations: 0 }
    this.#own.push(key)
    this.#known.keys.push(key)
  }

  async #call(operation: OperationName, input: object): Promise<Answer> {
    const { status, headers, text } = await callOnce(this.#server, operation, input)
    if (status !== 200) throw new Refused(`${operation} was answered ${status}: ${text}`)
    this.#known.calls.set(headers.get('x-amzn-requestid') ?? '', operation)
    return text === '' ? {} : JSON.parse(text)
  }
}

/** Sends a signed call; rejects with TypeError when no whole answer comes. */
export function callOnce(server: Server, operation: OperationName, input: object) {
  return sendRaw(server, { target: `TrentService.${operation}`, body: JSON.stringify(input) })
}

type Step = (key: KnownKey, call: (operation: OperationName, input?: object) => Promise<Answer>) => Promise<unknown>

const encrypt: Step = async (key, call) => {
  const plaintext = randomBytes(randomInt(1, 65)).toString('base64')
  const blob = textAt(await call('Encrypt', { Plaintext: plaintext }), 'CiphertextBlob')
  key.ciphertexts.push({ blob, plaintext })
}

const generateDataKey: Step = async (key, call) => {
  const answer = await call('GenerateDataKey', { KeySpec: 'AES_256' })
  key.ciphertexts.push({ blob: textAt(answer, 'CiphertextBlob'), plaintext: textAt(answer, 'Plaintext') })
}

const rotate: Step = async (key, call) => {
  if (key.rotations >= ROTATIONS) return
  key.rotations += 1
  await call('RotateKeyOnDemand')
}

const scheduleDeletion: Step = async (key, call) => {
  key.deletion = 'asked'
  await call('ScheduleKeyDeletion', { PendingWindowInDays: 7 })
  key.deletion = 'acknowledged'
}

/** Each as likely as the others; the first entry makes new keys. */
const STEPS: readonly (Step | undefined)[] = [
  undefined,
  encrypt,
  encrypt,
  generateDataKey,
  rotate,
  scheduleDeletion,
  (_, call) => call('DescribeKey'),
  (key, call) => call('CreateAlias', { KeyId: undefined, AliasName: `alias/${randomUUID()}`, TargetKeyId: key.id }),
  (_, call) => call('PutKeyPolicy', { Policy: POLICY.replace('key-default-1', randomUUID()) }),
  (_, call) => call('CreateGrant', { GranteePrincipal: PRINCIPAL, Operations: ['Encrypt'] }),
  (_, call) => call('TagResource', { Tags: [{ TagKey: 'load', TagValue: randomUUID() }] }),
  (_, call) => call('UpdateKeyDescription', { Description: randomUUID() }),
  (_, call) => call('EnableKeyRotation'),
]
