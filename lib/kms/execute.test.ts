import { beforeEach, describe, expect, it } from 'vitest'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Input, OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { openMemoryStore } from '#store/open.ts'
import { FREE_REGION, inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { envelopeOf, eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { storedOf } from '#testing/stored.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import { throttled } from './errors.ts'
import { createKms } from './execute.ts'
import type { Limits } from './ports.ts'

let store: BrokenStore
let kms: Harness
let subject: Subject

beforeEach(async () => {
  store = breakable(openMemoryStore())
  kms = await openHarness(store)
  subject = await newSubject(kms)
})

const INTERNAL = {
  code: 'KMSInternalException',
  message: 'The request was rejected because an internal exception occurred.',
  fault: 'server',
}
/** Of all Regions that the tests use, in the order in which it was written. */
const log = async () => {
  const regions = [REGION, OTHER_REGION, FREE_REGION].map((region) => kms.events({ region }))
  return (await Promise.all(regions)).flat().sort((a, b) => a.seq - b.seq)
}
const diskFull = () => Promise.reject(new Error('the disk is full'))

describe('a call whose event cannot be written', () => {
  it.each(operationNames)('%s is not answered and changes nothing', async (name) => {
    const fitting = await newSubject(kms, name)
    const [before, events] = [await storedOf(kms), await log()]
    store.fault = diskFull
    expect(await kms.refusal(name, inputFor(name, fitting))).toMatchObject(INTERNAL)
    store.fault = undefined
    expect(await storedOf(kms)).toEqual(before)
    expect(await log()).toEqual(events)
  })

  it('is not even refused in its own words', async () => {
    store.fault = diskFull
    expect(await kms.refusal('DescribeKey', { KeyId: 'alias/none' })).toMatchObject(INTERNAL)
  })

  it('keeps what was thrown as the cause, for the log', async () => {
    store.fault = diskFull
    expect((await kms.refusal('ListKeys', {})).cause).toMatchObject({ message: 'the disk is full' })
  })

  it('succeeds when it is made again after the log has healed', async () => {
    store.fault = diskFull
    await kms.refusal('DisableKey', { KeyId: subject.keyId })
    store.fault = undefined
    await kms.call('DisableKey', { KeyId: subject.keyId })
  })
})

/** Events beside that of the call, with their Regions. */
const BESIDE: { readonly [N in OperationName]?: readonly string[] } = {
  ReplicateKey: [`CreateKey ${FREE_REGION}`, `SynchronizeMultiRegionKey ${FREE_REGION}`],
  RotateKeyOnDemand: [`RotateKey ${REGION}`],
  UpdatePrimaryRegion: [`UpdatePrimaryRegion ${OTHER_REGION}`, `SynchronizeMultiRegionKey ${REGION}`],
}

/** Of operations that would do more if they were done again. */
const DONE_ONCE: { readonly [N in OperationName]?: (KeyId: string) => Promise<void> } = {
  async CreateGrant(KeyId) {
    expect((await kms.call('ListGrants', { KeyId })).Grants).toHaveLength(1)
  },
  async CreateKey() {
    expect((await kms.call('ListKeys', {})).Keys).toHaveLength(3)
  },
  async RotateKeyOnDemand(KeyId) {
    expect((await kms.call('ListKeyRotations', { KeyId })).Rotations).toHaveLength(1)
  },
}

describe('a call planned on rows that moved', () => {
  const staleTimes = (times: number) => {
    let left = times
    store.fault = () => {
      left -= 1
      return left < 0 ? undefined : Promise.resolve('stale')
    }
  }

  it.each(operationNames)('%s is planned anew, done once and recorded once', async (name) => {
    const fitting = await newSubject(kms, name)
    const before = (await log()).length
    staleTimes(3)
    await kms.call(name, inputFor(name, fitting))
    const events = (await log()).slice(before)
    const seen = events.map(({ region, eventName }) => `${eventName} ${region}`)
    expect(seen).toEqual([`${name} ${REGION}`, ...(BESIDE[name] ?? [])])
    await DONE_ONCE[name]?.(fitting.keyId)
  })

  it('brings about the AWS managed key that it names once, also when it is refused', async () => {
    const KeyId = 'alias/aws/ebs'
    const keys = async () => (await kms.call('ListKeys', {})).Keys
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    staleTimes(3)
    const refused = await kms.refusal('DescribeKey', { KeyId }, nobody)
    expect(refused.code).toBe('AccessDeniedException')
    expect(await keys()).toHaveLength(2)
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId })
    expect(refused.message).toContain(KeyMetadata?.Arn)
    expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata).toEqual(KeyMetadata)
  })

  it('sees what moved: a key that was disabled meanwhile', async () => {
    store.fault = (transaction) => {
      store.fault = undefined
      return kms.call('DisableKey', { KeyId: subject.keyId }).then(() => store.commit(transaction))
    }
    const Tags = [{ TagKey: 'a', TagValue: 'b' }]
    await kms.call('TagResource', { KeyId: subject.keyId, Tags })
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: subject.keyId })
    expect(KeyMetadata?.KeyState).toBe('Disabled')
    expect((await kms.call('ListResourceTags', { KeyId: subject.keyId })).Tags).toEqual(Tags)
  })

  it('gives up as an internal exception when they never come to rest', async () => {
    store.fault = () => Promise.resolve('stale')
    expect(await kms.refusal('DisableKey', { KeyId: subject.keyId })).toMatchObject(INTERNAL)
  })
})

describe('the order in which a call is judged', () => {
  /** Each fault alone, from the first that is looked for to the last. */
  const nobody = () => kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
  const encrypt = (more: Partial<Input<'Encrypt'>>, caller = kms.caller()) =>
    kms
      .refusal('Encrypt', { KeyId: subject.keyId, Plaintext: Buffer.from('x'), ...more }, caller)
      .then(({ code }) => code)

  it('is input, key, permission, algorithm, state, and then the work', async () => {
    await kms.call('DisableKey', { KeyId: subject.keyId })
    const unknown = { KeyId: '00000000-1111-2222-3333-444444444444' }
    const algorithm = { EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' } as const
    expect(await encrypt({ ...unknown, ...algorithm, Plaintext: Buffer.alloc(0) }, nobody())).toBe(
      'ValidationException',
    )
    expect(await encrypt({ ...unknown, ...algorithm }, nobody())).toBe('NotFoundException')
    expect(await encrypt(algorithm, nobody())).toBe('AccessDeniedException')
    expect(await encrypt({ ...algorithm, EncryptionContext: new Map([['\ud800', '']]) })).toBe(
      'InvalidKeyUsageException',
    )
    expect(await encrypt({ EncryptionContext: new Map([['\ud800', '']]) })).toBe('DisabledException')
    await kms.call('EnableKey', { KeyId: subject.keyId })
    expect(await encrypt({ EncryptionContext: new Map([['\ud800', '']]), DryRun: true })).toBe('ValidationException')
    expect(await encrypt({ DryRun: true })).toBe('DryRunOperationException')
  })

  const refused = () => Promise.reject(throttled())
  const shut: Limits = { admit: () => ({ enter: refused, onKeys: refused, faults: [] }) }

  it('puts the request quota behind the input and before all else', async () => {
    const limited = createKms({ ...kms.ports, limits: shut })
    const THROTTLED = {
      code: 'ThrottlingException',
      message: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    }
    const events = await eventsOf(kms, async () => {
      await expect(limited.execute('DescribeKey', { KeyId: 'alias/none' }, nobody())).rejects.toMatchObject(THROTTLED)
      await expect(limited.execute('DescribeKey', { KeyId: '' }, nobody())).rejects.toMatchObject({
        code: 'ValidationException',
      })
    })
    expect(events).toMatchObject([
      { outcome: 'error', record: { errorCode: 'ThrottlingException' }, decisions: [] },
      { outcome: 'error', record: { errorCode: 'ValidationException' }, decisions: [] },
    ])
  })
})

describe('input that the model forbids', () => {
  it.each<[OperationName, object, string]>([
    [
      'DescribeKey',
      {},
      "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'DescribeKey',
      { KeyId: '' },
      "1 validation error detected: Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'TagResource',
      {},
      "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; Value null at 'tags' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s %j is a ValidationException in AWS’s words, and recorded', async (name, input, message) => {
    const events = await eventsOf(kms, async () => {
      expect(await kms.refusal(name, input as never)).toMatchObject({ code: 'ValidationException', message })
    })
    expect(events).toMatchObject([{ eventName: name, outcome: 'error', resources: [] }])
  })

  it.each([null, undefined, 7, 'text', []])('%j in place of an input is refused too', async (input) => {
    expect((await kms.refusal('DescribeKey', input as never)).code).toBe('ValidationException')
  })
})

describe('a fault of our own', () => {
  it('is an internal exception that tells nothing, recorded as an error', async () => {
    const secrets = {
      bytes: () => {
        throw new Error('secret of the machine')
      },
    }
    const broken = createKms({ ...kms.ports, secrets })
    const events = await eventsOf(kms, async () => {
      const error = await broken.execute('GenerateRandom', { NumberOfBytes: 1 }, kms.caller()).catch((thrown) => thrown)
      expect(isServiceError(error)).toBe(true)
      expect(error).toMatchObject(INTERNAL)
    })
    expect(events).toMatchObject([{ outcome: 'error', record: { errorCode: 'KMSInternalException' } }])
    expect(events[0]?.text).not.toContain('secret of the machine')
  })
})

describe('reject', () => {
  it('records a call that could not be tried, without anything of its input', async () => {
    const caller = kms.caller()
    await kms.reject('EncryptAll', new ServiceError('UnknownOperationException'), caller)
    const event = (await kms.events()).at(-1)
    expect(event).toMatchObject({
      eventName: 'EncryptAll',
      outcome: 'error',
      requestId: caller.request.id,
      resources: [],
    })
    expect(event && envelopeOf(event)).toMatchObject({
      record: { errorCode: 'UnknownOperationException', requestParameters: null, responseElements: null },
      decisions: [],
    })
  })

  it('fails when the log cannot be written', async () => {
    store.fault = diskFull
    await expect(kms.reject('Encrypt', new ServiceError('SerializationException'), kms.caller())).rejects.toMatchObject(
      {
        code: 'KMSInternalException',
      },
    )
  })

  it('is throttled when too much waits to be written', async () => {
    store.fault = () => Promise.reject(Object.assign(new Error('8192 transactions wait'), { code: 'overloaded' }))
    await expect(kms.reject('Encrypt', new ServiceError('SerializationException'), kms.caller())).rejects.toMatchObject(
      {
        code: 'ThrottlingException',
      },
    )
  })
})
