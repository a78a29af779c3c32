import { X509Certificate } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { adminHttpOf } from '#testing/admin-http.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'
import { clusterStore, connect, newKeyStore } from '#testing/key-stores.ts'

const kmsuserPassword = 'kmsuser-password'

let kms: Harness
let ask: (method: string, body?: object) => Promise<{ status: number; clusterId: string; [member: string]: unknown }>

beforeEach(async () => {
  kms = await openHarness()
  const { ask: asked } = adminHttpOf(kms)
  ask = (method, body) => asked(method, 'clusters', body)
})

describe('simulated clusters', () => {
  it('are made with two HSMs and a certificate of their own, and say that they are simulated', async () => {
    const made = await ask('POST', { kmsuserPassword })
    expect(made).toMatchObject({
      status: 200,
      simulated: true,
      accountId: ACCOUNT,
      region: REGION,
      clusterId: expect.stringMatching(/^cluster-[2-7a-z]{11}$/),
      state: 'ACTIVE',
      zones: ['us-east-1a', 'us-east-1b'],
      fault: null,
    })
    const certificate = new X509Certificate(String(made.trustAnchorCertificate))
    expect(certificate.subject).toBe(`CN=${made.clusterId} (simulated)`)
    const { status: _, ...listed } = made
    expect(await ask('GET')).toEqual({ status: 200, clusters: [listed] })
  })

  it('serve a key store from its creation to its keys', async () => {
    const { clusterId, trustAnchorCertificate } = await ask('POST', { kmsuserPassword })
    const id = await newKeyStore(kms, clusterStore({ clusterId, trustAnchor: String(trustAnchorCertificate) }))
    expect((await connect(kms, id)).ConnectionState).toBe('CONNECTED')
    const { CloudHsmClusterId } = await kms.newKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: id })
    expect(CloudHsmClusterId).toBe(clusterId)
  })

  it('are in another account and Region where these are named', async () => {
    const made = await ask('POST', { kmsuserPassword, accountId: OTHER_ACCOUNT, region: 'eu-west-1' })
    expect(made).toMatchObject({ accountId: OTHER_ACCOUNT, region: 'eu-west-1', zones: ['eu-west-1a', 'eu-west-1b'] })
  })

  it('of one backup history have one certificate', async () => {
    const { clusterId, trustAnchorCertificate } = await ask('POST', { kmsuserPassword })
    const backup = await ask('POST', { kmsuserPassword, backupOf: clusterId })
    expect(backup.trustAnchorCertificate).toBe(trustAnchorCertificate)
    expect((await ask('POST', { kmsuserPassword, backupOf: 'cluster-zzzzzzzzzzz' })).status).toBe(404)
  })

  it('change as they are told, and attempts to connect with them', async () => {
    const { clusterId, trustAnchorCertificate } = await ask('POST', { kmsuserPassword })
    const id = await newKeyStore(kms, clusterStore({ clusterId, trustAnchor: String(trustAnchorCertificate) }))
    const changed = await ask('PUT', { clusterId, zones: ['us-east-1c'], fault: 'USER_LOCKED_OUT' })
    expect(changed).toMatchObject({ state: 'ACTIVE', zones: ['us-east-1c'], fault: 'USER_LOCKED_OUT' })
    expect((await connect(kms, id)).ConnectionErrorCode).toBe('USER_LOCKED_OUT')
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    await ask('PUT', { clusterId, fault: null, kmsuserPassword: 'changed-by-hand' })
    expect((await connect(kms, id)).ConnectionErrorCode).toBe('INVALID_CREDENTIALS')
    await ask('PUT', { clusterId, state: 'INITIALIZED', zones: [] })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    const { code } = await kms.refusal('ConnectCustomKeyStore', { CustomKeyStoreId: id })
    expect(code).toBe('CloudHsmClusterNotActiveException')
  })

  it('go when they are deleted', async () => {
    const { clusterId } = await ask('POST', { kmsuserPassword })
    expect(await ask('DELETE', { clusterId })).toEqual({ status: 200, clusterId })
    expect((await ask('DELETE', { clusterId })).status).toBe(404)
    expect((await ask('PUT', { clusterId })).status).toBe(404)
    expect(await ask('GET')).toEqual({ status: 200, clusters: [] })
  })

  it('leave their password neither in the log nor in an answer, and in the database only sealed', async () => {
    const made = await ask('POST', { kmsuserPassword })
    const changed = await ask('PUT', { clusterId: made.clusterId, kmsuserPassword: 'changed-by-hand' })
    const events = await kms.events()
    expect(events.map(({ eventName }) => eventName)).toEqual(['CreateSimulatedCluster', 'UpdateSimulatedCluster'])
    const told = JSON.stringify([events, made, changed])
    expect(told).not.toContain(kmsuserPassword)
    expect(told).not.toContain('changed-by-hand')
    const row = await kms.ports.store.cluster(kms.caller().scope, made.clusterId)
    expect(Buffer.from(row?.password ?? []).includes('changed-by-hand')).toBe(false)
  })

  it('are refused twice under one id', async () => {
    const clusterId = 'cluster-abcdefghijk'
    expect((await ask('POST', { kmsuserPassword, clusterId })).status).toBe(200)
    expect(await ask('POST', { kmsuserPassword, clusterId })).toMatchObject({
      status: 409,
      code: 'ClusterAlreadyExistsException',
    })
  })

  it.each([
    ['no password', {}],
    ['a short password', { kmsuserPassword: 'short' }],
    ['a bad id', { kmsuserPassword, clusterId: 'cluster-1' }],
    ['a bad account', { kmsuserPassword, accountId: '1' }],
    ['a bad Region', { kmsuserPassword, region: 'mars-north-1' }],
    ['a state that there is not', { kmsuserPassword, state: 'BROKEN' }],
    ['a fault of external key stores', { kmsuserPassword, fault: 'XKS_PROXY_TIMED_OUT' }],
    ['zones that are none', { kmsuserPassword, zones: ['us east'] }],
    ['a number of zones', { kmsuserPassword, zones: 2 }],
  ])('with %s are refused', async (_, body) => {
    expect(await ask('POST', body)).toMatchObject({ status: 400, code: 'ValidationException' })
  })
})
