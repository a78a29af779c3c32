import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClusterRow } from '#kms/domain/rows.ts'
import type { Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import {
  CLUSTER,
  changeCluster,
  clusterStore,
  connect,
  described,
  newCluster,
  newKeyStore,
  PASSWORD,
  removeCluster,
} from '#testing/key-stores.ts'

let kms: Harness
let cluster: ClusterRow

beforeEach(async () => {
  kms = await openHarness()
  cluster = await newCluster(kms, kms.caller().scope)
})

const scope = () => kms.caller().scope
const SMALL = 'at least two active HSMs, each in a different Availability Zone'

describe('CreateCustomKeyStore of an AWS CloudHSM key store', () => {
  it('makes a key store on a simulated cluster', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    expect(await described(kms, id)).toEqual({
      CustomKeyStoreId: id,
      CustomKeyStoreName: `on-${CLUSTER}`,
      CloudHsmClusterId: CLUSTER,
      TrustAnchorCertificate: cluster.trustAnchor,
      ConnectionState: 'DISCONNECTED',
      CreationDate: kms.clock.now(),
      CustomKeyStoreType: 'AWS_CLOUDHSM',
    })
  })

  it('keeps the password sealed and out of the log, and says there that the cluster is simulated', async () => {
    const events = await eventsOf(kms, async () => {
      await connect(kms, await newKeyStore(kms, clusterStore(cluster)))
    })
    const [row] = await kms.ports.store.keyStores(scope())
    expect(Buffer.from(row?.secret ?? []).includes(PASSWORD)).toBe(false)
    expect(events.map(({ text }) => text).join()).not.toContain(PASSWORD)
    expect(events.find(({ eventName }) => eventName === 'ConnectCustomKeyStore')?.record.additionalEventData).toEqual({
      customKeyStoreName: `on-${CLUSTER}`,
      clusterId: CLUSTER,
      simulatedCluster: true,
    })
  })

  it.each<[string]>([['CloudHsmClusterId'], ['TrustAnchorCertificate'], ['KeyStorePassword']])(
    'needs %s',
    async (name) => {
      const input = { ...clusterStore(cluster), [name]: undefined }
      expect(await kms.refusal('CreateCustomKeyStore', input)).toMatchObject({
        code: 'ValidationException',
        message: `${name} is required for a custom key store of CustomKeyStoreType AWS_CLOUDHSM.`,
      })
    },
  )

  it('refuses what belongs to a proxy', async () => {
    const input = clusterStore(cluster, { XksProxyUriPath: '/kms/xks/v1' })
    expect((await kms.refusal('CreateCustomKeyStore', input)).code).toBe('ValidationException')
  })

  it.each<[string, Partial<Input<'CreateCustomKeyStore'>>, Partial<ClusterRow>, string]>([
    ['CloudHsmClusterNotFoundException', { CloudHsmClusterId: 'cluster-zzzzzzzzzzz' }, {}, 'cannot find'],
    ['CloudHsmClusterNotActiveException', {}, { state: 'INITIALIZED' }, 'not active'],
    ['CloudHsmClusterInvalidConfigurationException', {}, { zones: 'us-east-1a' }, SMALL],
    ['CloudHsmClusterInvalidConfigurationException', {}, { zones: 'us-east-1a us-east-1a us-east-1a' }, SMALL],
    ['CloudHsmClusterInvalidConfigurationException', {}, { zones: '' }, SMALL],
    ['IncorrectTrustAnchorException', { TrustAnchorCertificate: 'another certificate' }, {}, 'trust anchor'],
  ])('answers %s', async (code, change, ofCluster, words) => {
    await changeCluster(kms, scope(), ofCluster)
    const error = await kms.refusal('CreateCustomKeyStore', clusterStore(cluster, change))
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) })
    expect((await kms.call('DescribeCustomKeyStores', {})).CustomKeyStores).toEqual([])
  })

  it('takes the certificate however its lines are broken', async () => {
    const TrustAnchorCertificate = cluster.trustAnchor.replaceAll('\n', '\r\n').trim()
    await newKeyStore(kms, clusterStore(cluster, { TrustAnchorCertificate }))
  })

  it('refuses a cluster that has a key store, and one that shares a backup history with it', async () => {
    await newKeyStore(kms, clusterStore(cluster))
    const backup = await newCluster(kms, scope(), {
      clusterId: 'cluster-backupbackup',
      trustAnchor: cluster.trustAnchor,
    })
    for (const each of [cluster, backup]) {
      const input = clusterStore(each, { CustomKeyStoreName: 'second' })
      expect((await kms.refusal('CreateCustomKeyStore', input)).code).toBe('CloudHsmClusterInUseException')
    }
    await newKeyStore(kms, clusterStore(await newCluster(kms, scope(), { clusterId: 'cluster-unrelatedone' })))
    await removeCluster(kms, scope())
    const again = clusterStore(await newCluster(kms, scope()), { CustomKeyStoreName: 'second' })
    expect((await kms.refusal('CreateCustomKeyStore', again)).code).toBe('CloudHsmClusterInUseException')
  })
})

describe('UpdateCustomKeyStore of an AWS CloudHSM key store', () => {
  const update = (CustomKeyStoreId: string, members: Partial<Input<'UpdateCustomKeyStore'>>) => ({
    CustomKeyStoreId,
    ...members,
  })

  it('changes its name while it is connected, and nothing else', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    await connect(kms, id)
    await kms.call('UpdateCustomKeyStore', update(id, { NewCustomKeyStoreName: 'renamed' }))
    expect((await described(kms, id)).CustomKeyStoreName).toBe('renamed')
    const members = [{ KeyStorePassword: 'password' }, { CloudHsmClusterId: CLUSTER }]
    for (const member of members) {
      const error = await kms.refusal('UpdateCustomKeyStore', update(id, { NewCustomKeyStoreName: 'again', ...member }))
      expect(error.code).toBe('CustomKeyStoreInvalidStateException')
    }
  })

  it('goes to a related cluster that can serve, and to no other', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    const related = { clusterId: 'cluster-backupbackup', trustAnchor: cluster.trustAnchor }
    const code = async (CloudHsmClusterId: string) =>
      (await kms.refusal('UpdateCustomKeyStore', update(id, { CloudHsmClusterId }))).code
    expect(await code(related.clusterId)).toBe('CloudHsmClusterNotFoundException')
    await newCluster(kms, scope(), { ...related, state: 'UNINITIALIZED' })
    expect(await code(related.clusterId)).toBe('CloudHsmClusterNotActiveException')
    await changeCluster(kms, scope(), { ...related, state: 'ACTIVE', zones: 'us-east-1b' })
    expect(await code(related.clusterId)).toBe('CloudHsmClusterInvalidConfigurationException')
    await newCluster(kms, scope(), { clusterId: 'cluster-unrelatedone' })
    expect(await code('cluster-unrelatedone')).toBe('CloudHsmClusterNotRelatedException')
    await changeCluster(kms, scope(), { ...related, zones: 'us-east-1b us-east-1c' })
    await kms.call('UpdateCustomKeyStore', update(id, { CloudHsmClusterId: related.clusterId }))
    expect((await described(kms, id)).CloudHsmClusterId).toBe(related.clusterId)
  })

  it('refuses what belongs to a proxy', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    const error = await kms.refusal('UpdateCustomKeyStore', update(id, { XksProxyUriPath: '/kms/xks/v1' }))
    expect(error.code).toBe('ValidationException')
  })
})

describe('ConnectCustomKeyStore of an AWS CloudHSM key store', () => {
  it('logs in as kmsuser and changes its password, so that the one it had is of no use', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    expect((await connect(kms, id)).ConnectionState).toBe('CONNECTED')
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    expect((await connect(kms, id)).ConnectionState).toBe('CONNECTED')
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    await kms.call('UpdateCustomKeyStore', update(id, PASSWORD))
    expect(await connect(kms, id)).toMatchObject({
      ConnectionState: 'FAILED',
      ConnectionErrorCode: 'INVALID_CREDENTIALS',
    })
  })

  const update = (CustomKeyStoreId: string, KeyStorePassword: string) => ({ CustomKeyStoreId, KeyStorePassword })

  it('fails with the wrong password until the right one is told', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster, { KeyStorePassword: 'wrong-password' }))
    expect((await connect(kms, id)).ConnectionErrorCode).toBe('INVALID_CREDENTIALS')
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    await kms.call('UpdateCustomKeyStore', update(id, PASSWORD))
    expect((await connect(kms, id)).ConnectionState).toBe('CONNECTED')
  })

  it('refuses at once a cluster that is not active, or has no HSM', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    const code = async () => (await kms.refusal('ConnectCustomKeyStore', { CustomKeyStoreId: id })).code
    await changeCluster(kms, scope(), { state: 'INITIALIZED' })
    expect(await code()).toBe('CloudHsmClusterNotActiveException')
    await changeCluster(kms, scope(), { state: 'ACTIVE', zones: '' })
    expect(await code()).toBe('CloudHsmClusterInvalidConfigurationException')
    await changeCluster(kms, scope(), { zones: 'us-east-1a' })
    expect((await connect(kms, id)).ConnectionState).toBe('CONNECTED')
  })

  it.each([
    'CLUSTER_NOT_FOUND',
    'INSUFFICIENT_CLOUDHSM_HSMS',
    'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET',
    'INTERNAL_ERROR',
    'NETWORK_ERRORS',
    'SUBNET_NOT_FOUND',
    'USER_LOCKED_OUT',
    'USER_LOGGED_IN',
    'USER_NOT_FOUND',
  ] as const)('fails by %s where the cluster does', async (fault) => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    await changeCluster(kms, scope(), { fault })
    expect(await connect(kms, id)).toMatchObject({ ConnectionState: 'FAILED', ConnectionErrorCode: fault })
  })

  it.each<[string, Partial<ClusterRow>]>([
    ['INSUFFICIENT_CLOUDHSM_HSMS', { zones: '' }],
    ['INSUFFICIENT_CLOUDHSM_HSMS', { state: 'INITIALIZED' }],
  ])('fails by %s when the cluster loses its HSMs meanwhile', async (errorCode, change) => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: id })
    await changeCluster(kms, scope(), change)
    expect((await connect(kms, id)).ConnectionErrorCode).toBe(errorCode)
  })

  it('fails by CLUSTER_NOT_FOUND when the cluster is gone', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    await removeCluster(kms, scope())
    expect((await connect(kms, id)).ConnectionErrorCode).toBe('CLUSTER_NOT_FOUND')
  })

  it('fails by CLUSTER_NOT_FOUND when another has its id, and leaves that alone', async () => {
    const id = await newKeyStore(kms, clusterStore(cluster))
    await removeCluster(kms, scope())
    await newCluster(kms, scope())
    const another = await kms.ports.store.cluster(scope(), CLUSTER)
    expect((await connect(kms, id)).ConnectionErrorCode).toBe('CLUSTER_NOT_FOUND')
    expect(await kms.ports.store.cluster(scope(), CLUSTER)).toEqual(another)
    const found = await kms.ports.clusters.find(scope(), CLUSTER)
    if (!found) throw new Error('no cluster')
    const old = { ...found, trustAnchor: cluster.trustAnchor }
    const login = await kms.ports.clusters.login(scope(), old, Buffer.from(PASSWORD))
    expect(login).toEqual({ errorCode: 'CLUSTER_NOT_FOUND' })
  })

  it('is attempted again when its cluster changes meanwhile', async () => {
    const { clusters } = kms.ports
    const { login } = clusters
    vi.spyOn(clusters, 'login').mockImplementationOnce(async (...asked) => {
      const came = await login.apply(clusters, asked)
      await changeCluster(kms, scope(), { zones: 'us-east-1b' })
      return came
    })
    const id = await newKeyStore(kms, clusterStore(cluster))
    expect((await connect(kms, id)).ConnectionState).toBe('CONNECTED')
    expect(clusters.login).toHaveBeenCalledTimes(2)
  })
})
