import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { openIamHarness } from '#testing/iam-harness.ts'
import { administering } from '#testing/sandboxes.ts'
import { served } from '#testing/served.ts'
import { createIntegrations } from './integrations.ts'

const HERE = 'here' as SandboxId
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A sandbox in an installation of its own, with the services of its root user. */
async function installation(seed: string | undefined) {
  const harness = await openIamHarness()
  // The integrated services sign by the system's clock.
  harness.clock.advance(systemClock.now() - harness.clock.now())
  const { store, secrets, clocks, ids, identifiers, materials: vault } = harness.ports
  const port = await served()
  port.answer((request) => harness.wire.handle(request))
  const { endpoint } = port
  const services = createIntegrations({ endpoint, store, secrets, clocks, ids, identifiers, vault })
  closing.push(services.close, async () => port[Symbol.asyncDispose]())
  const admin = administering(harness)
  await admin('CreateSandbox', { name: HERE, ...(seed !== undefined && { seed }) })
  const caller = harness.caller({ sandbox: HERE })
  const call = async (service: string, operation: string, input: object) =>
    (await services.execute(service, operation, input, caller)) as Readonly<Record<string, string>>
  const grantIds = async (KeyId: string) =>
    (await harness.kms.execute('ListGrants', { KeyId }, caller)).Grants?.map(({ GrantId }) => GrantId) ?? []
  return { admin, call, grantIds }
}

/** The identifiers of all that the services make. */
async function made({
  call,
  grantIds,
}: Awaited<ReturnType<typeof installation>>): Promise<readonly (string | undefined)[]> {
  const [{ VolumeId }, { VolumeId: other }] = await Promise.all([
    call('ebs', 'CreateVolume', { Size: 1 }),
    call('ebs', 'CreateVolume', { Size: 1 }),
  ])
  const { SnapshotId } = await call('ebs', 'CreateSnapshot', { VolumeId })
  const { SnapshotId: second } = await call('ebs', 'CreateSnapshot', { VolumeId })
  const copied = { SourceSnapshotId: SnapshotId, SourceRegion: 'us-east-1' }
  const { SnapshotId: copy } = await call('ebs', 'CopySnapshot', copied)
  const { KmsKeyId = '' } = await call('ebs', 'AttachVolume', { VolumeId, InstanceId: 'i-0123456789abcdef0' })
  const secret = await call('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'one' })
  const { VersionId } = await call('secretsmanager', 'PutSecretValue', { SecretId: 'db', SecretString: 'two' })
  const attachments = await grantIds(KmsKeyId)
  return [VolumeId, other, SnapshotId, second, copy, ...attachments, secret.ARN, secret.VersionId, VersionId]
}

describe('what the integrated services make in a sandbox with a seed', () => {
  it('has the same ids as with that seed elsewhere, and again after a reset', async () => {
    const one = await installation('orchard')
    const ids = await made(one)
    expect(ids).toHaveLength(9)
    expect(ids).not.toContain(undefined)
    expect(new Set(ids).size).toBe(9)
    expect(await made(await installation('orchard'))).toEqual(ids)
    await one.admin('ResetSandbox', { id: HERE })
    expect(await made(one)).toEqual(ids)
  })

  it('has no id of what another seed gives, nor of two sandboxes without one', async () => {
    const all = await Promise.all(
      ['orchard', 'orchards', undefined, undefined].map(async (seed) => made(await installation(seed))),
    )
    expect(new Set(all.flat()).size).toBe(4 * 9)
  })
})
