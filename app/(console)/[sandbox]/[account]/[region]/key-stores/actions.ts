'use server'

import { act } from '#console/act.ts'
import type { KeyStoreChangeDto, NewKeyStoreDto } from '#console/dto/key-stores.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { createInput, setFault, updateInput } from '#console/key-stores.ts'

/** Answers the id of the new key store. */
export async function createKeyStore(scope: PageScopeDto, form: NewKeyStoreDto) {
  return act(scope, async (console) => {
    const { CustomKeyStoreId = '' } = await console.call('CreateCustomKeyStore', createInput(form))
    return CustomKeyStoreId
  })
}

export async function connectKeyStore(scope: PageScopeDto, CustomKeyStoreId: string) {
  return act(scope, async (console) => {
    await console.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    return null
  })
}

export async function disconnectKeyStore(scope: PageScopeDto, CustomKeyStoreId: string) {
  return act(scope, async (console) => {
    await console.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    return null
  })
}

export async function updateKeyStore(scope: PageScopeDto, id: string, change: KeyStoreChangeDto) {
  return act(scope, async (console) => {
    await console.call('UpdateCustomKeyStore', updateInput(id, change))
    return null
  })
}

export async function deleteKeyStore(scope: PageScopeDto, CustomKeyStoreId: string) {
  return act(
    scope,
    async (console) => {
      await console.call('DeleteCustomKeyStore', { CustomKeyStoreId })
      return null
    },
    { stepUp: true },
  )
}

export async function createCluster(scope: PageScopeDto, kmsuserPassword: string) {
  return act(scope, async (console) => {
    const { account: accountId, region } = console.scope
    await console.administer('CreateSimulatedCluster', { accountId, region, kmsuserPassword })
    return null
  })
}

/** What attempts to connect to the cluster are to fail by; null: they succeed. */
export async function setClusterFault(scope: PageScopeDto, clusterId: string, fault: string | null) {
  return act(scope, async (console) => {
    await setFault(console, clusterId, fault)
    return null
  })
}

export async function deleteCluster(scope: PageScopeDto, clusterId: string) {
  return act(
    scope,
    async (console) => {
      const { account: accountId, region } = console.scope
      await console.administer('DeleteSimulatedCluster', { accountId, region, clusterId })
      return null
    },
    { stepUp: true },
  )
}
