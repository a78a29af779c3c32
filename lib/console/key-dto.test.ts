import { expect, it } from 'vitest'
import { openHarness } from '#testing/harness.ts'
import { CLUSTER, clusterKey, externalKey } from '#testing/key-stores.ts'
import { keyDto } from './key-dto.ts'

const NOTHING = { aliases: [], tags: [] }

it('a key shows the custom key store that it is in, and what its material is there', async () => {
  const kms = await openHarness()
  const [external, hsm, plain] = [await externalKey(kms, 'ext'), await clusterKey(kms), await kms.newKey()]
  expect(keyDto(external, NOTHING)).toMatchObject({
    origin: 'EXTERNAL_KEY_STORE',
    keyStore: { id: external.CustomKeyStoreId, xksKeyId: 'ext' },
  })
  expect(keyDto(hsm, NOTHING).keyStore).toEqual({ id: hsm.CustomKeyStoreId, clusterId: CLUSTER })
  expect(keyDto(plain, NOTHING)).not.toHaveProperty('keyStore')
})

it('a key whose key store is disconnected shows as unavailable', async () => {
  const kms = await openHarness()
  const { KeyId, CustomKeyStoreId = '' } = await externalKey(kms)
  await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId })
  expect(KeyMetadata && keyDto(KeyMetadata, NOTHING).state).toBe('Unavailable')
})
