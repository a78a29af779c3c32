import type { IamReads } from '#iam/ports.ts'
import type { PrismaClient } from './generated/client.ts'
import { all, one } from './tables.ts'

export function prismaIamReads(client: PrismaClient): IamReads {
  return {
    account: async (sandbox, account) =>
      one<'account'>(await client.account.findFirst({ where: { sandbox, account } })),
    async accounts(sandbox) {
      return all<'account'>(await client.account.findMany({ where: { sandbox }, orderBy: { account: 'asc' } }))
    },
    async identity({ sandbox, account }, kind, name) {
      return one<'identity'>(await client.identity.findFirst({ where: { sandbox, account, kind, name } }))
    },
    async identities({ sandbox, account }, kind) {
      const where = { sandbox, account, kind }
      return all<'identity'>(await client.identity.findMany({ where, orderBy: { name: 'asc' } }))
    },
    async managedPolicy({ sandbox, account }, name) {
      return one<'managedPolicy'>(await client.managedPolicy.findFirst({ where: { sandbox, account, name } }))
    },
    async managedPolicies({ sandbox, account }) {
      const where = { sandbox, account }
      return all<'managedPolicy'>(await client.managedPolicy.findMany({ where, orderBy: { name: 'asc' } }))
    },
    async documents({ sandbox, account }, owner) {
      const where = { sandbox, account, owner, endedAt: null }
      const orderBy = [{ name: 'asc' as const }, { number: 'asc' as const }]
      return all<'policyDocument'>(await client.policyDocument.findMany({ where, orderBy }))
    },
    async document({ sandbox, account }, owner, name, number) {
      const where = { sandbox, account, owner, name, number }
      return one<'policyDocument'>(await client.policyDocument.findFirst({ where }))
    },
    async lastDocument({ sandbox, account }, owner, name) {
      const where = { sandbox, account, owner, name }
      const last = await client.policyDocument.findFirst({ where, orderBy: { number: 'desc' } })
      return last?.number ?? 0
    },
    async attachments({ sandbox, account }, owner) {
      const where = { sandbox, account, owner }
      return all<'attachment'>(await client.attachment.findMany({ where, orderBy: { policyArn: 'asc' } }))
    },
    async attachedTo({ sandbox, account }, policyArn) {
      const where = { sandbox, account, policyArn }
      return all<'attachment'>(await client.attachment.findMany({ where, orderBy: { owner: 'asc' } }))
    },
    async groupsOf({ sandbox, account }, userName) {
      const where = { sandbox, account, userName }
      return all<'membership'>(await client.membership.findMany({ where, orderBy: { groupName: 'asc' } }))
    },
    async membersOf({ sandbox, account }, groupName) {
      const where = { sandbox, account, groupName }
      return all<'membership'>(await client.membership.findMany({ where, orderBy: { userName: 'asc' } }))
    },
    accessKey: async (accessKeyId) => one<'accessKey'>(await client.accessKey.findFirst({ where: { accessKeyId } })),
    async accessKeys({ sandbox, account }, userName) {
      const where = { sandbox, account, userName }
      return all<'accessKey'>(await client.accessKey.findMany({ where, orderBy: { accessKeyId: 'asc' } }))
    },
  }
}
