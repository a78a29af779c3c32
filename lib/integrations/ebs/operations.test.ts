import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openService } from '#testing/integrations.ts'
import { Hosts } from './hosts.ts'
import { ebs } from './operations.ts'

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')

let service: ReturnType<typeof openService>
let hosts: Hosts
let VolumeId: unknown
beforeEach(async () => {
  service = openService()
  hosts = new Hosts()
  VolumeId = (await run('CreateVolume', { Size: 1 })).VolumeId
})

const run = (name: string, input: object) => service.run(ebs(hosts)[name], input)
const attach = (more = {}) => run('AttachVolume', { VolumeId, InstanceId: 'i-00000000', ...more })
const write = (Offset: number, text: string) => run('WriteBlocks', { VolumeId, Offset, Data: base64(text) })
const read = async (Offset: number, Length: number) =>
  Buffer.from(String((await run('ReadBlocks', { VolumeId, Offset, Length })).Data), 'base64')

describe('blocks of a volume', () => {
  beforeEach(() => attach())

  it('come back as they were written, and as zeros where nothing was', async () => {
    await write(512, 'x'.repeat(513))
    const data = await read(0, 2048)
    expect(data.toString()).toBe(`${'\0'.repeat(512)}${'x'.repeat(513)}${'\0'.repeat(1023)}`)
    await write(1024, 'over')
    expect((await read(512, 516)).toString()).toBe(`${'x'.repeat(512)}over`)
    expect(service.kms.calls.filter(({ operation }) => operation === 'Decrypt')).toHaveLength(1)
  })

  it('are ciphertext where they are kept, other in each sector', async () => {
    await write(0, 'x'.repeat(1024))
    const [first, second] = await service.state.list('us-east-1' as never, 'sector')
    expect(first?.data).toHaveLength(512)
    expect(Buffer.from(first?.data ?? []).includes('xxxx')).toBe(false)
    expect(first?.data).not.toEqual(second?.data)
    const { Ciphertext } = await run('ReadRawBlocks', { VolumeId, Length: 512 })
    expect(Ciphertext).toBe(base64(first?.data ?? ''))
  })

  it('begin at whole sectors, lie on the volume, and are not too many', async () => {
    await expect(write(1, 'x')).rejects.toThrow('multiple of 512')
    await expect(write(2 ** 30 - 512, 'x'.repeat(513))).rejects.toThrow('end of the volume')
    await expect(write(0, '')).rejects.toThrow('empty')
    for (let n = 0; n < 4; n += 1) await write(n * 65_536, 'x'.repeat(65_536))
    await write(0, 'again')
    await expect(write(4 * 65_536, 'x')).rejects.toThrow('at most 512 sectors')
  })
})

describe('a volume', () => {
  it('is attached to one instance at a time, and to be detached only while it is', async () => {
    await expect(read(0, 1)).rejects.toThrow('not attached')
    await expect(run('DetachVolume', { VolumeId })).rejects.toThrow('not attached')
    await attach()
    await expect(attach()).rejects.toThrow('attached to i-00000000 already')
    await expect(run('DeleteVolume', { VolumeId })).rejects.toThrow('detach it first')
    await run('DetachVolume', { VolumeId })
    await expect(read(0, 1)).rejects.toThrow('not attached')
    expect(service.kms.grants.size).toBe(0)
  })

  it('is not attached, and leaves no grant, when its data key does not open', async () => {
    service.kms.refusing.set('Decrypt', 'DisabledException')
    await expect(attach()).rejects.toMatchObject({ code: 'DisabledException', kmsCall: { operation: 'Decrypt' } })
    expect(service.kms.grants.size).toBe(0)
    expect(await run('DescribeVolumes', {})).toMatchObject({ Volumes: [{ State: 'available', Attachments: [] }] })
  })

  it('is not attached, and leaves neither grant nor data key, when that cannot be kept', async () => {
    vi.spyOn(service.state, 'make').mockImplementationOnce(() => {
      throw new Error('the disk is full')
    })
    await expect(attach()).rejects.toThrow('the disk is full')
    expect(service.kms.grants.size).toBe(0)
    expect(await run('DescribeVolumes', {})).toMatchObject({ Volumes: [{ State: 'available', Attachments: [] }] })
    await attach()
    await read(0, 1)
    expect(service.kms.calls.filter(({ operation }) => operation === 'Decrypt')).toHaveLength(2)
  })

  it('comes off also where AWS KMS does not retire the grant, and says so', async () => {
    await attach()
    service.kms.refusing.set('RetireGrant', 'NotFoundException')
    expect(await run('DetachVolume', { VolumeId })).toMatchObject({ State: 'available', GrantRetired: false })
  })

  it('goes with its sectors, and snapshots of it stay', async () => {
    await attach()
    await write(0, 'kept')
    const { SnapshotId } = await run('CreateSnapshot', { VolumeId })
    await run('DetachVolume', { VolumeId })
    await run('DeleteVolume', { VolumeId })
    await expect(run('CreateVolume', { SnapshotId, Size: 0 })).rejects.toThrow('Size')
    VolumeId = (await run('CreateVolume', { SnapshotId, Size: 2 })).VolumeId
    await attach()
    expect((await read(0, 4)).toString()).toBe('kept')
    await run('DeleteSnapshot', { SnapshotId })
    const sectors = await service.state.list('us-east-1' as never, 'sector')
    expect(sectors.map(({ id }) => id)).toEqual([`${VolumeId}/000000000000`])
  })

  it('is not made of a snapshot that goes while AWS KMS is asked', async () => {
    await attach()
    await write(0, 'kept')
    const { SnapshotId } = await run('CreateSnapshot', { VolumeId })
    const before = await run('DescribeVolumes', {})
    service.kms.duringReEncrypt = async () => void (await run('DeleteSnapshot', { SnapshotId }))
    await expect(run('CreateVolume', { SnapshotId })).rejects.toThrow(`snapshot/${SnapshotId} moved on`)
    expect(await run('DescribeVolumes', {})).toEqual(before)
  })

  it('is forgotten by a machine with its sandbox, and its data key got again by the grant', async () => {
    await attach()
    hosts.forgetSandbox('other' as never)
    await read(0, 1)
    const decrypts = () => service.kms.calls.filter(({ operation }) => operation === 'Decrypt').length
    expect(decrypts()).toBe(1)
    hosts.forgetSandbox('main' as never)
    await read(0, 1)
    expect(decrypts()).toBe(2)
  })
})

describe('a copy of a snapshot', () => {
  it('opens by its own id alone, in its Region and in another', async () => {
    await attach()
    await write(512, 'kept')
    const { SnapshotId } = await run('CreateSnapshot', { VolumeId })
    for (const [SourceRegion, calls] of [
      ['us-east-1', ['ReEncrypt']],
      ['eu-west-1', ['Decrypt', 'GenerateDataKey']],
    ] as const) {
      const before = service.kms.calls.length
      if (SourceRegion === 'eu-west-1') await moveTo(SnapshotId, SourceRegion)
      const copy = await run('CopySnapshot', { SourceSnapshotId: SnapshotId, SourceRegion })
      expect(service.kms.calls.slice(before).map(({ operation }) => operation)).toEqual(calls)
      VolumeId = (await run('CreateVolume', { SnapshotId: copy.SnapshotId })).VolumeId
      await attach()
      expect((await read(512, 4)).toString()).toBe('kept')
    }
  })

  /** As if it had been taken in that Region. */
  async function moveTo(id: unknown, region: string): Promise<void> {
    const home = 'us-east-1' as never
    const items = [...(await service.state.list(home, 'snapshot')), ...(await service.state.list(home, 'sector'))]
    const moved = items.filter((item) => item.id.startsWith(String(id)))
    const put = moved.map((item) => ({ act: 'put', item: { ...item, region: region as never, version: 0 } }) as const)
    service.state.make(put)
  }
})
