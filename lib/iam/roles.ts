import { policyId } from '#policy/policy-id.ts'
import { identityArn, parseIdentityArn, policyArn, sessionArn } from './domain/arn.ts'
import { awsManagedPolicy } from './domain/aws-managed.ts'
import { ownerOf, UNNAMED } from './domain/owners.ts'
import { checkIdentityPolicy, compileTrustPolicy } from './domain/policy-document.ts'
import { resourceTagConditions, tagsOf } from './domain/tags.ts'
import type { AssumableRole, IamReads, IdentityRow, PolicyDocumentRow, Roles } from './ports.ts'

const SHORTEST = 3600

/** The roles and policies of all accounts, as AWS STS asks for them. */
export function createRoles(store: IamReads): Roles {
  return {
    async role(sandbox, arn) {
      const named = parseIdentityArn(arn)
      if (named?.kind !== 'role') return undefined
      const place = { sandbox, account: named.account }
      const row = await store.identity(place, 'role', named.name)
      const documents = row && (await store.documents(place, ownerOf(row)))
      const trust = documents?.find(({ name }) => name === UNNAMED)
      return row && trust && identityArn(row) === arn ? assumable(row, trust) : undefined
    },
    checkSessionPolicy: checkIdentityPolicy,
    async policyExists(place, arn) {
      if (awsManagedPolicy(arn)) return true
      const named = parseIdentityArn(arn)
      if (named?.kind !== 'policy' || named.account !== place.account) return false
      const row = await store.managedPolicy(place, named.name)
      return row !== undefined && policyArn(row) === arn
    },
  }
}

function assumable(row: IdentityRow, { number, document }: PolicyDocumentRow): AssumableRole {
  const { sandbox, account, name } = row
  const arn = identityArn(row)
  return {
    ...{ sandbox, account, arn },
    trust: compileTrustPolicy(policyId({ kind: 'trust', account, role: name, number }), document),
    maxSessionSeconds: row.maxSessionSeconds ?? SHORTEST,
    tags: tagsOf(row),
    conditions: resourceTagConditions(row),
    as: (sessionName) => ({
      kind: 'assumed-role',
      account,
      arn: sessionArn(account, name, sessionName),
      id: `${row.uniqueId}:${sessionName}`,
      roleArn: arn,
      sessionName,
    }),
  }
}
