import 'server-only'

import type { Console } from './access.ts'
import type { KeyCountsDto, KeyStoreChoiceDto, PrincipalDto } from './dto/keys.ts'
import { errorDto } from './error-dto.ts'
import { everyPage } from './paged.ts'

/** Users and roles of the account, to choose from; roles that belong to services are left out, as no one gives them keys. */
export async function principals(console: Console): Promise<readonly PrincipalDto[]> {
  const [users, roles] = await Promise.all([
    everyPage(async (Marker) => {
      const page = await console.iam('ListUsers', Marker ? { Marker } : {})
      return { items: page.Users, next: page.Marker }
    }),
    everyPage(async (Marker) => {
      const page = await console.iam('ListRoles', Marker ? { Marker } : {})
      return { items: page.Roles, next: page.Marker }
    }),
  ])
  return [
    ...users.map(({ UserName = '', Arn }) => ({ kind: 'user' as const, name: UserName, arn: Arn })),
    ...roles
      .filter(({ Path }) => !Path.startsWith('/aws-service-role/'))
      .map(({ RoleName, Arn }) => ({ kind: 'role' as const, name: RoleName, arn: Arn })),
  ]
}

/** The custom key stores of the Region, as places for a new key. */
export async function keyStoreChoices(console: Console): Promise<readonly KeyStoreChoiceDto[]> {
  const stores = await everyPage(async (Marker) => {
    const page = await console.call('DescribeCustomKeyStores', Marker ? { Marker } : {})
    return { items: page.CustomKeyStores, next: page.NextMarker }
  })
  return stores.map((store) => ({
    id: store.CustomKeyStoreId ?? '',
    name: store.CustomKeyStoreName ?? '',
    type: store.CustomKeyStoreType ?? '',
    state: store.ConnectionState ?? '',
  }))
}

/** How many materials and grants a key has; what the session may not list is left out. */
export async function keyCounts(console: Console, params: URLSearchParams): Promise<KeyCountsDto> {
  const KeyId = params.get('id') ?? ''
  const [materials, grants] = await Promise.all([
    counted((Marker) =>
      console
        .call('ListKeyRotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL', ...(Marker ? { Marker } : {}) })
        .then((page) => ({ items: page.Rotations, next: page.NextMarker })),
    ),
    counted((Marker) =>
      console
        .call('ListGrants', { KeyId, ...(Marker ? { Marker } : {}) })
        .then((page) => ({ items: page.Grants, next: page.NextMarker })),
    ),
  ])
  return { ...(materials === undefined ? {} : { materials }), ...(grants === undefined ? {} : { grants }) }
}

/** Undefined where the service refuses to list: a count is no reason to fail a page. */
async function counted(ask: Parameters<typeof everyPage<unknown>>[0]): Promise<number | undefined> {
  try {
    return (await everyPage(ask)).length
  } catch (thrown) {
    if (errorDto(thrown)) return undefined
    throw thrown
  }
}
