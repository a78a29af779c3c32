import { beforeAll, describe, expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { administering } from '#testing/sandboxes.ts'

const HERE = 'here' as SandboxId
const DAYS = 400

/** A sandbox in an installation of its own, with its own root key and instance key. */
async function installation(seed: string | undefined, name = 'here') {
  const kms = await openHarness()
  const admin = administering(kms)
  await admin('CreateSandbox', { name, ...(seed !== undefined && { seed }) })
  return { kms, admin, caller: kms.caller({ sandbox: name as SandboxId }) }
}

type Installation = Awaited<ReturnType<typeof installation>>

const SPECS: Input<'CreateKey'>[] = [
  { KeySpec: 'SYMMETRIC_DEFAULT' },
  ...(['HMAC_224', 'HMAC_512'] as const).map((KeySpec) => ({ KeySpec, KeyUsage: 'GENERATE_VERIFY_MAC' as const })),
  ...(
    [
      'ECC_NIST_P256',
      'ECC_NIST_P384',
      'ECC_NIST_P521',
      'ECC_SECG_P256K1',
      'ECC_NIST_EDWARDS25519',
      'ML_DSA_65',
    ] as const
  ).map((KeySpec) => ({ KeySpec, KeyUsage: 'SIGN_VERIFY' as const })),
]

/** What people see of all that a run of calls makes. */
async function history({ kms, admin, caller }: Installation) {
  const keys = []
  for (const input of SPECS) {
    const { KeyId, CurrentKeyMaterialId } = await kms.newKey(input, caller)
    const isPair = input.KeyUsage === 'SIGN_VERIFY'
    const PublicKey = isPair ? (await kms.call('GetPublicKey', { KeyId }, caller)).PublicKey : undefined
    keys.push([KeyId, CurrentKeyMaterialId, Buffer.from(PublicKey ?? []).toString('base64')])
  }
  const { KeyId } = await kms.newKey({ MultiRegion: true }, caller)
  await kms.call('RotateKeyOnDemand', { KeyId }, caller)
  await kms.call('EnableKeyRotation', { KeyId }, caller)
  await admin('MoveClock', { id: caller.scope.sandbox, advance: `P${DAYS}D` })
  const { Rotations = [] } = await kms.call(
    'ListKeyRotations',
    { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' },
    caller,
  )
  const grant = { KeyId, GranteePrincipal: 'arn:aws:iam::111122223333:root', Operations: ['Encrypt' as const] }
  const grants = [await kms.call('CreateGrant', grant, caller), await kms.call('CreateGrant', grant, caller)]
  const managed = await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' }, caller)
  return {
    ...{ keys, KeyId, rotations: Rotations.map(({ KeyMaterialId }) => KeyMaterialId) },
    ...{ grants: grants.map(({ GrantId }) => GrantId), managed: managed.KeyMetadata?.KeyId },
  }
}

describe('a sandbox with a seed', () => {
  let one: Installation
  let made: Awaited<ReturnType<typeof history>>
  beforeAll(async () => {
    one = await installation('orchard')
    made = await history(one)
  })

  it('has the same identifiers, KeyMaterialIds and material as one with that seed elsewhere', async () => {
    const other = await installation('orchard', 'elsewhere')
    expect(await history(other)).toEqual(made)
    expect(made.rotations).toHaveLength(3)
  })

  it('has nothing of one with another seed, nor of one without', async () => {
    const [other, none] = [await history(await installation('orchards')), await history(await installation(undefined))]
    const texts = (of: typeof made) =>
      Object.values(of)
        .flat(2)
        .filter((text) => text !== undefined && text !== '')
    expect(new Set([...texts(made), ...texts(other), ...texts(none)]).size).toBe(3 * texts(made).length)
  })

  it('opens what was encrypted under that seed elsewhere', async () => {
    const { kms, caller } = await installation('orchard', 'elsewhere')
    const { KeyId } = await kms.newKey({}, caller)
    const sent = { KeyId, Plaintext: Buffer.from('across'), EncryptionContext: new Map([['a', 'b']]) }
    const { CiphertextBlob = Buffer.of() } = await kms.call('Encrypt', sent, caller)
    const { EncryptionContext } = sent
    const opened = await one.kms.call('Decrypt', { CiphertextBlob, EncryptionContext }, one.caller)
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('across')
    const foreign = await installation('orchards')
    await foreign.kms.newKey({}, foreign.caller)
    const refused = await foreign.kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext }, foreign.caller)
    expect(refused.code).toBe('AccessDeniedException')
  })

  it('gives the same again after a reset, but never a nonce, a data key or a wrapped record twice', async () => {
    const { kms, admin, caller } = await installation('orchard')
    const run = async () => {
      const { KeyId } = await kms.newKey({}, caller)
      const record = await kms.ports.store.key(caller.scope, KeyId as Parameters<Harness['ports']['store']['key']>[1])
      const Plaintext = Buffer.from('same')
      const encrypted = [1, 2].map(async () => {
        const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext }, caller)
        return Buffer.from(CiphertextBlob ?? []).toString('hex')
      })
      const { Plaintext: dataKey } = await kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, caller)
      const wrapped = Buffer.from(record?.materials[0]?.wrapped ?? []).toString('hex')
      return { KeyId, fresh: [...(await Promise.all(encrypted)), Buffer.from(dataKey ?? []).toString('hex'), wrapped] }
    }
    const first = await run()
    await admin('ResetSandbox', { id: HERE })
    const second = await run()
    expect(second.KeyId).toBe(first.KeyId)
    expect(new Set([...first.fresh, ...second.fresh]).size).toBe(8)
  })

  it('draws keys that are made at once one after the other', async () => {
    const { kms, caller } = await installation('orchard')
    const ids = (await Promise.all(Array.from({ length: 20 }, () => kms.newKey({}, caller)))).map(({ KeyId }) => KeyId)
    const other = await installation('orchard')
    const inTurn: string[] = []
    for (let n = 0; n < 20; n++) inTurn.push((await other.kms.newKey({}, other.caller)).KeyId)
    expect(ids.toSorted()).toEqual(inTurn.toSorted())
  })

  it('makes key pairs of RSA and access keys that nobody can make again', async () => {
    const other = await installation('orchard')
    const modulus = async ({ kms, caller }: Installation) => {
      const { KeyId } = await kms.newKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, caller)
      const { PublicKey } = await kms.call('GetPublicKey', { KeyId }, caller)
      return Buffer.from(PublicKey ?? []).toString('hex')
    }
    expect(await modulus(other)).not.toBe(await modulus(one))
    const keyOf = async ({ kms }: Installation) =>
      (await kms.ports.store.accessKeys({ sandbox: HERE, account: kms.caller().scope.account }, null))[0]?.accessKeyId
    expect(await keyOf(other)).not.toBe(await keyOf(one))
  })

  it('has its seed only sealed in the database, and not in the log', async () => {
    const row = await one.kms.ports.store.sandbox(HERE)
    expect(Buffer.from(row?.seed ?? []).includes('orchard')).toBe(false)
    expect(row?.seed?.length).toBeGreaterThan('orchard'.length)
    const [event] = await one.kms.events()
    expect(event?.text).not.toContain('orchard')
  })
})
