import type { IamReads, InAccount } from '#iam/ports.ts'
import type { MemoryTables } from './tables.ts'

export function memoryIamReads(tables: MemoryTables): IamReads {
  const inPlace = (place: InAccount) => (row: InAccount) =>
    row.sandbox === place.sandbox && row.account === place.account
  return {
    account: async (sandbox, account) => tables.get('account', { sandbox, account }),
    accounts: async (sandbox) => tables.where('account', (row) => row.sandbox === sandbox),
    identity: async ({ sandbox, account }, kind, name) => tables.get('identity', { sandbox, account, kind, name }),
    async identities(place, kind) {
      return tables.where('identity', (row) => inPlace(place)(row) && row.kind === kind)
    },
    managedPolicy: async ({ sandbox, account }, name) => tables.get('managedPolicy', { sandbox, account, name }),
    managedPolicies: async (place) => tables.where('managedPolicy', inPlace(place)),
    async documents(place, owner) {
      const isThere = (row: { owner: string; endedAt: unknown }) => row.owner === owner && row.endedAt === null
      return tables.where('policyDocument', (row) => inPlace(place)(row) && isThere(row))
    },
    async document({ sandbox, account }, owner, name, number) {
      return tables.get('policyDocument', { sandbox, account, owner, name, number })
    },
    async lastDocument(place, owner, name) {
      const isAsked = (row: { owner: string; name: string }) => row.owner === owner && row.name === name
      const rows = tables.where('policyDocument', (row) => inPlace(place)(row) && isAsked(row))
      return rows.at(-1)?.number ?? 0
    },
    async attachments(place, owner) {
      return tables.where('attachment', (row) => inPlace(place)(row) && row.owner === owner)
    },
    async attachedTo(place, policyArn) {
      return tables.where('attachment', (row) => inPlace(place)(row) && row.policyArn === policyArn)
    },
    async groupsOf(place, userName) {
      return tables.where('membership', (row) => inPlace(place)(row) && row.userName === userName)
    },
    async membersOf(place, groupName) {
      return tables.where('membership', (row) => inPlace(place)(row) && row.groupName === groupName)
    },
    accessKey: async (accessKeyId) => tables.get('accessKey', { accessKeyId }),
    async accessKeys(place, userName) {
      return tables.where('accessKey', (row) => inPlace(place)(row) && row.userName === userName)
    },
  }
}
