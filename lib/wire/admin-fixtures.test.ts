import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { rowDigest } from '#audit/row-digest.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { adminHttpOf } from '#testing/admin-http.ts'
import { fixtureFile, fixturesOf } from '#testing/fixtures.ts'
import { openIamHarness } from '#testing/iam-harness.ts'
import { DESCRIPTIONS } from './admin-descriptions.ts'

const A = 'a' as SandboxId

async function served() {
  const harness = await openIamHarness()
  const { raw, ask } = adminHttpOf(harness, { ports: { fixtures: fixturesOf(harness).works } })
  const exported = async (path = 'sandboxes/a/fixture') => (await raw('GET', path)).body
  return { harness, raw, ask, exported }
}

const SETTINGS = `keystead: 1
sandbox:
  clock: { time: 2025-06-01T12:00:00Z, frozen: true }
  quotas: brief
accounts:
  - Keys: [{ KeyId: 1f0d9e6a-7c1b-4a57-9d57-3f1f6f0a9b01, CreationDate: 2025-01-01 }]
history:
  - { eventTime: 2025-05-01T10:00:00Z, eventName: Encrypt, principal: "arn:aws:iam::111122223333:root" }
`

describe('a sandbox that is made with a fixture', () => {
  it('has its settings, keys and past, and goes back to them by a reset', async () => {
    const { harness, ask } = await served()
    const made = await ask('POST', 'sandboxes', { name: 'a', fixture: SETTINGS })
    expect(made).toMatchObject({ status: 200, id: 'a', fixture: { sandbox: 'a', made: 1, calls: 1 } })
    expect(await ask('GET', 'sandboxes/a')).toMatchObject({
      clock: { now: '2025-06-01T12:00:00.000Z', frozen: true },
      quotas: 'brief',
    })
    const names = async () => (await harness.events({ sandbox: A })).map(({ eventName }) => eventName)
    expect(await names()).toEqual(['Encrypt', 'RecordRows'])
    const caller = harness.caller({ sandbox: A })
    await harness.kms.execute('CreateKey', {}, caller)
    expect(await names()).toEqual(['Encrypt', 'RecordRows', 'CreateKey'])
    expect(await ask('POST', 'sandboxes/a/reset')).toMatchObject({ status: 200, now: '2025-06-01T12:00:00.000Z' })
    expect(await names()).toEqual(['Encrypt', 'RecordRows'])
    expect((await harness.kms.execute('ListKeys', {}, caller)).Keys).toHaveLength(1)
  })

  it.each([
    [{}, '2025-06-01T12:00:00.000Z', true],
    [{ freeze: false }, '2025-06-01T12:00:00.000Z', false],
    [{ set: '2025-07-01T00:00:00Z' }, '2025-07-01T00:00:00.000Z', true],
    [{ advance: 'P1D' }, '2026-01-02T00:00:00.000Z', true],
  ])('has the clock of its fixture, but for what is asked beside: %j', async (clock, now, frozen) => {
    const { ask } = await served()
    expect(await ask('POST', 'sandboxes', { name: 'a', clock, fixture: SETTINGS })).toMatchObject({ status: 200 })
    expect(await ask('GET', 'sandboxes/a')).toMatchObject({ clock: { now, frozen } })
  })

  it('and a seed has the same ids and material on every machine, in the order of the file', async () => {
    const Keys = [
      { Aliases: ['alias/one'] },
      { Aliases: ['alias/two'], MultiRegion: true, Replicas: [{ Region: 'eu-west-1' }] },
    ]
    const fixture = { keystead: 1, accounts: [{ Keys }] }
    const madeWith = async (seed: string) => {
      const { harness, ask } = await served()
      const made = await ask('POST', 'sandboxes', { name: 'a', seed, fixture })
      return { harness, keys: made.fixture.keys, caller: harness.caller({ sandbox: A }) }
    }
    const [one, other, foreign] = [await madeWith('orchard'), await madeWith('orchard'), await madeWith('meadow')]
    expect(one.keys).toEqual(other.keys)
    expect(one.keys).not.toEqual(foreign.keys)
    const sent = { KeyId: 'alias/one', Plaintext: Buffer.from('x') }
    const { CiphertextBlob = Buffer.of() } = await one.harness.kms.execute('Encrypt', sent, one.caller)
    const { Plaintext } = await other.harness.kms.execute('Decrypt', { CiphertextBlob }, other.caller)
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('x')
    // The next key goes on behind those of the fixture.
    const next = await one.harness.kms.execute('CreateKey', {}, one.caller)
    expect(one.keys.map(({ KeyId }: { KeyId: string }) => KeyId)).not.toContain(next.KeyMetadata?.KeyId)
  })

  it('and a seed has them too where another fails to make one of that name meanwhile', async () => {
    const asked = { name: 'a', seed: 'orchard', fixture: { keystead: 1, accounts: [{ Keys: [{}, {}, {}] }] } }
    const faulty = { ...asked, fixture: { keystead: 1, accounts: [{ Keys: [{ Aliases: ['alias/aws/no'] }] }] } }
    const { ask: alone } = await served()
    const { fixture } = await alone('POST', 'sandboxes', asked)
    const { ask } = await served()
    const [made, refused] = await Promise.all([ask('POST', 'sandboxes', asked), ask('POST', 'sandboxes', faulty)])
    expect(refused).toMatchObject({ status: 409, code: 'SandboxAlreadyExistsException' })
    expect(made.fixture.keys).toEqual(fixture.keys)
  })

  it('can be that of the documentation', async () => {
    const text = readFileSync(new URL('../../docs/fixtures.md', import.meta.url), 'utf8')
    const { ask } = await served()
    const [first, keyStores] = [...text.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, example]) => example)
    expect(await ask('POST', 'sandboxes', { name: 'b', fixture: keyStores })).toMatchObject({ fixture: { made: 5 } })
    const { fixture } = await ask('POST', 'sandboxes', { name: 'a', fixture: first })
    expect(fixture).toMatchObject({ made: 9, calls: 2 })
    expect([fixture.keys.length, fixture.accessKeys.length]).toEqual([5, 2])
  })

  it('is not made when the fixture has a fault', async () => {
    const { harness, ask } = await served()
    const fixture = { keystead: 1, accounts: [{ Keys: [{ Aliases: ['alias/aws/no'] }] }] }
    const refused = await ask('POST', 'sandboxes', { name: 'a', fixture })
    expect(refused).toMatchObject({ status: 400, code: 'ValidationException' })
    expect(refused.message).toContain('accounts[0].Keys[0].Aliases[0] is refused')
    expect(await harness.ports.store.sandbox(A)).toBeUndefined()
    expect(await harness.ports.store.sandbox(A)).toBeUndefined()
    expect((await ask('POST', 'sandboxes', { name: 'a', fixture: 7 })).message).toBe(
      'fixture must be a text, or an object.',
    )
  })

  it('leaves no domain key behind when it is not made', async () => {
    const { harness, ask } = await served()
    const before = await harness.ports.store.domainKeys()
    const Clusters = [{ ClusterId: 'cluster-abcdefghijk' }]
    const CustomKeyStores = [{ CustomKeyStoreName: 'a', CloudHsmClusterId: 'cluster-abcdefghijk' }]
    const Keys = [{ MultiRegion: true, Replicas: [{ Region: 'eu-west-1' }] }, { Aliases: ['alias/aws/no'] }]
    const Users = [{ UserName: 'ada', AccessKeys: [{}] }]
    const fixture = { keystead: 1, accounts: [{ Users, Clusters, CustomKeyStores, Keys }] }
    expect(await ask('POST', 'sandboxes', { name: 'a', seed: 'orchard', fixture })).toMatchObject({ status: 400 })
    expect(await harness.ports.store.domainKeys()).toEqual(before)
    const mended = { keystead: 1, accounts: [{ Users, Clusters, CustomKeyStores, Keys: Keys.slice(0, 1) }] }
    const made = await ask('POST', 'sandboxes', { name: 'a', seed: 'orchard', fixture: mended })
    expect(made).toMatchObject({ status: 200, fixture: { made: 4 } })
    expect(await harness.identities.credential(made.fixture.accessKeys[0].AccessKeyId)).toMatchObject({ sandbox: 'a' })
    const regions = (await harness.ports.store.domainKeys()).flatMap(({ sandbox, region }) =>
      sandbox === A ? region : [],
    )
    expect(regions).toEqual(['eu-west-1', 'global', 'us-east-1'])
  })

  it('tells each fault of its settings with its place', async () => {
    const { harness, ask } = await served()
    const refused = async (settings: string) => {
      const fixture = `keystead: 1\nsandbox:\n${settings}`
      const { message } = await ask('POST', 'sandboxes', { name: 'a', clock: { freeze: true }, fixture })
      return message.split('\n').slice(1)
    }
    const faults = ['{ kind: throttle, rate: 0.5, every: 2 }', '{ kind: flood }', '{ kind: latency, millis: 0 }']
    const clock = '  clock: { time: 1969-12-31 }\n'
    expect(await refused(`${clock}  faults:\n${faults.map((fault) => `    - ${fault}\n`).join('')}`)).toEqual([
      'line 3, column 18: sandbox.clock.time must be from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z.',
      'line 5, column 7: sandbox.faults[0] must have one of rate and every, not both.',
      expect.stringMatching(/^line 6, column 7: sandbox\.faults\[1\]\.kind must be one of throttle, /),
      'line 7, column 7: sandbox.faults[2].millis must be a whole number from 1 to 60000.',
    ])
    const same = '{ id: same, kind: throttle }'
    expect(await refused(`  faults: [${same}, ${same}]`)).toEqual([
      'line 3, column 42: sandbox.faults[1].id is that of a fault above it.',
    ])
    expect(await harness.ports.store.sandbox(A)).toBeUndefined()
  })

  it('can be exported with its past, and made again from that under another name', async () => {
    const { harness, ask, exported } = await served()
    await ask('POST', 'sandboxes', { name: 'a', fixture: fixtureFile('payments') })
    const caller = harness.caller({ sandbox: A })
    await harness.kms.execute('Encrypt', { KeyId: 'alias/payments', Plaintext: Buffer.from('x') }, caller)
    await ask('POST', 'sandboxes/a/clock', { freeze: true })
    const first = await exported()
    expect(parse(first).history).toMatchObject([{ eventName: 'Encrypt', KeyId: 'alias/payments' }])
    expect(parse(await exported('sandboxes/a/fixture?history=false')).history).toBeUndefined()
    expect(parse(first).sandbox.clock.frozen).toBe(true)
    await ask('POST', 'sandboxes', { name: 'b', fixture: first })
    expect(await exported('sandboxes/b/fixture')).toBe(first.replace(/^(#.*\n)+\n?/, ''))
  })
})

describe('applying over HTTP', () => {
  it('takes YAML into a sandbox, tells what it made, and leaves what is there', async () => {
    const { harness, ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a' })
    const text = fixtureFile('cross-account')
    const applied = await ask('POST', 'sandboxes/a/fixture', text)
    expect(applied).toMatchObject({ status: 200, sandbox: 'a', made: 5, unchanged: 0 })
    expect(applied.keys).toHaveLength(2)
    expect(applied.accessKeys[0]).toMatchObject({ AccountId: '444455556666', UserName: 'partner-app' })
    expect(await ask('POST', 'sandboxes/a/fixture', text)).toMatchObject({ made: 0, unchanged: 5, accessKeys: [] })
    const credential = await harness.identities.credential(applied.accessKeys[0].AccessKeyId)
    expect(credential).toMatchObject({ sandbox: 'a' })
  })

  it('answers members of the types that the description has', async () => {
    const { ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a' })
    const applied = await ask('POST', 'sandboxes/a/fixture', fixtureFile('cross-account'))
    const typeOf = (value: unknown) =>
      Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
    for (const [name, { type }] of Object.entries(DESCRIPTIONS.ApplyFixture.output)) {
      expect([name, typeOf(applied[name])]).toEqual([name, type])
    }
  })

  it('is planned anew in a sandbox that was reset meanwhile', async () => {
    const { harness, ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a' })
    const fixture = 'keystead: 1\naccounts: [{ Keys: [{ KeyId: 1f0d9e6a-7c1b-4a57-9d57-3f1f6f0a9b01 }] }]'
    expect(await ask('POST', 'sandboxes/a/fixture', fixture)).toMatchObject({ made: 1, unchanged: 0 })
    const { store } = harness.ports
    const { commit } = store
    store.commit = async (transaction) => {
      store.commit = commit
      await ask('POST', 'sandboxes/a/reset')
      return commit(transaction)
    }
    expect(await ask('POST', 'sandboxes/a/fixture', fixture)).toMatchObject({ made: 1, unchanged: 0 })
    expect(await harness.ports.store.populations()).toContainEqual({ sandbox: A, accounts: 1, keys: 1 })
  })

  it('adds to main, and never tells its material', async () => {
    const { harness, ask, raw, exported } = await served()
    expect(await ask('POST', 'fixture', fixtureFile('payments'))).toMatchObject({
      status: 200,
      sandbox: 'main',
      made: 12,
    })
    const { KeyMetadata } = await harness.kms.execute('DescribeKey', { KeyId: 'alias/payments' }, harness.caller())
    expect(KeyMetadata?.Description).toBe('Card data')
    expect(parse(await exported('fixture')).accounts[0].Keys).toHaveLength(6)
    expect(parse(await exported('fixture')).history).toBeUndefined()
    expect((await raw('GET', 'fixture?material=true')).status).toBe(400)
    expect((await raw('GET', 'fixture?history=true')).status).toBe(400)
    expect((await ask('POST', 'fixture', SETTINGS)).message).toMatch(/sandbox is not for main/)
  })

  it('tells key material of a sandbox to who asks for it', async () => {
    const { ask, exported } = await served()
    await ask('POST', 'sandboxes', { name: 'a', fixture: fixtureFile('payments') })
    const account = parse(await exported('sandboxes/a/fixture?material=true')).accounts[0]
    const webhooks = account.Keys.find(({ Description }: { Description: string }) => Description === 'Webhooks')
    expect(webhooks.KeyMaterial).toBe('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=')
    expect(account.AccessKeys).toHaveLength(1)
    expect(await exported()).not.toContain('KeyMaterial')
  })

  it('is in the log without secrets, and the log accounts for every row', async () => {
    const { harness, ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a' })
    const { accessKeys } = await ask('POST', 'sandboxes/a/fixture', fixtureFile('payments'))
    const [, applied] = (await harness.events()).filter(
      ({ eventName }) => eventName.endsWith('e') || eventName.includes('Sandbox'),
    )
    const { record } = JSON.parse(applied?.text ?? '{}')
    expect(record).toMatchObject({
      eventName: 'ApplyFixture',
      requestParameters: { id: 'a' },
      responseElements: { made: 12 },
    })
    for (const { SecretAccessKey } of accessKeys) expect(applied?.text).not.toContain(SecretAccessKey)
    expect(applied?.text).not.toContain('1111111111111111')
    const told = (await harness.events({ sandbox: A })).flatMap(({ text }) => JSON.parse(text).rows ?? [])
    const digests = new Map(told.map(({ table, key, sha256 }) => [`${table}/${key.join('/')}`, sha256]))
    const records = await harness.ports.store.keyRecords(harness.caller({ sandbox: A }).scope)
    expect(records).toHaveLength(6)
    for (const { key, policy, materials, tags, aliases } of records) {
      const place = [key.sandbox, key.account, key.region, key.keyId]
      expect(digests.get(`key/${place.join('/')}`)).toBe(rowDigest('key', key))
      expect(digests.get(`policy/${place.join('/')}/1`)).toBe(rowDigest('policy', policy))
      for (const row of materials)
        expect(digests.get(`material/${place.join('/')}/${row.materialId}`)).toBe(rowDigest('material', row))
      for (const row of tags) expect(digests.has(`tag/${place.join('/')}/${row.tagKey}`)).toBe(true)
      for (const row of aliases) expect(digests.has(`alias/${place.slice(0, 3).join('/')}/${row.name}`)).toBe(true)
    }
  })

  it('refuses a sandbox that is not there, and settings and a past for one that is', async () => {
    const { ask } = await served()
    expect(await ask('POST', 'sandboxes/a/fixture', 'keystead: 1')).toMatchObject({ status: 404 })
    await ask('POST', 'sandboxes', { name: 'a' })
    const { message } = await ask('POST', 'sandboxes/a/fixture', SETTINGS)
    expect(message).toMatch(
      /line 3, column 3: sandbox is for a sandbox that is made with.*\n.*history is for a sandbox/,
    )
    expect((await ask('POST', 'sandboxes/a/fixture', '')).message).toContain('There is nothing in it.')
  })

  it('gives the JSON schema', async () => {
    const { ask } = await served()
    expect(await ask('GET', 'fixture.schema.json')).toMatchObject({
      status: 200,
      title: 'Keystead fixture',
      required: ['keystead'],
    })
  })
})
