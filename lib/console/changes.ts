import 'server-only'

import type { KeySpec, KeyUsageType, OriginType } from '#model/api.ts'
import type { Console } from './access.ts'
import type { BatchDto, CreatedKeyDto, NewKeyDto } from './dto/changes.ts'
import type { ErrorDto } from './dto/result.ts'
import { Called, errorDto } from './error-dto.ts'

/** As many as are shown at once, a few times over: each is a call, and leaves an event. */
const MOST_KEYS = 1000

/** Does one thing to several keys, one after the other; a single key that fails fails the whole. */
export async function eachKey(
  keyIds: readonly string[],
  change: (keyId: string) => Promise<unknown>,
): Promise<BatchDto> {
  if (!Array.isArray(keyIds) || keyIds.length > MOST_KEYS) {
    throw new Called({ code: 'ValidationException', message: `No more than ${MOST_KEYS} keys can be changed at once.` })
  }
  const done: string[] = []
  const failed: { keyId: string; error: ErrorDto }[] = []
  for (const keyId of keyIds) {
    const error = await failure(() => change(keyId))
    if (!error) done.push(keyId)
    else if (keyIds.length === 1) throw new Called(error)
    else failed.push({ keyId, error })
  }
  return { done, failed }
}

/** Makes a key, then its alias and its rotation. */
export async function createKey(console: Console, form: NewKeyDto): Promise<CreatedKeyDto> {
  const { KeyMetadata } = await console.call('CreateKey', {
    KeySpec: form.spec as KeySpec,
    KeyUsage: form.usage as KeyUsageType,
    Origin: form.origin as OriginType,
    MultiRegion: form.multiRegion,
    ...(form.keyStoreId === undefined ? {} : { CustomKeyStoreId: form.keyStoreId }),
    ...(form.xksKeyId === undefined ? {} : { XksKeyId: form.xksKeyId }),
    Description: form.description,
    Tags: form.tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })),
    ...(form.policy === undefined ? {} : { Policy: form.policy }),
  })
  const KeyId = KeyMetadata?.KeyId ?? ''
  const { alias, rotationPeriodInDays: RotationPeriodInDays } = form
  const steps: [CreatedKeyDto['problems'][number]['part'], () => Promise<unknown>][] = []
  if (alias) steps.push(['alias', () => console.call('CreateAlias', { AliasName: alias, TargetKeyId: KeyId })])
  if (RotationPeriodInDays !== undefined) {
    steps.push(['rotation', () => console.call('EnableKeyRotation', { KeyId, RotationPeriodInDays })])
  }
  const problems: { part: 'alias' | 'rotation'; error: ErrorDto }[] = []
  for (const [part, step] of steps) {
    const error = await failure(step)
    if (error) problems.push({ part, error })
  }
  return { keyId: KeyId, problems }
}

/**
 * Saves a key policy that was made from `base`. When another one has been saved since, nothing is changed, so that
 * no one's work is lost unseen. `bypass` skips the lockout safety check.
 */
export async function savePolicy(
  console: Console,
  KeyId: string,
  Policy: string,
  base: string,
  bypass: boolean,
): Promise<void> {
  const saved = await console.call('GetKeyPolicy', { KeyId })
  if (saved.Policy !== base) {
    throw new Called({ code: 'PolicyChanged', message: 'Someone saved another policy while you were editing.' })
  }
  await console.call('PutKeyPolicy', { KeyId, Policy, ...(bypass ? { BypassPolicyLockoutSafetyCheck: true } : {}) })
}

/** The error of the service that a step ended with, if it did. */
async function failure(step: () => Promise<unknown>): Promise<ErrorDto | undefined> {
  try {
    await step()
    return undefined
  } catch (thrown) {
    const error = errorDto(thrown)
    if (!error) throw thrown
    return error
  }
}
