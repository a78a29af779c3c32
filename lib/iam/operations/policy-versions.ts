import { insert, update } from '#kms/ports.ts'
import { boolean, list, required } from '#model/query/shape.ts'
import { encoded, endDocuments } from '../domain/documents.ts'
import type { Managed } from '../domain/managed.ts'
import { assertFound, checkOnPolicy, managed, ownOf, touchManaged } from '../domain/managed.ts'
import { arn, document, PAGE, POSITION, policyVersion, versionId } from '../domain/members.ts'
import { ownerOf, UNNAMED } from '../domain/owners.ts'
import { pageOf } from '../domain/pagination.ts'
import { awsVersion, versionName } from '../domain/policy-answers.ts'
import { checkManagedPolicy } from '../domain/policy-size.ts'
import { QUOTAS } from '../domain/quotas.ts'
import { isDefaultVersion, tooManyVersions, versionNotFound } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { PolicyDocumentRow } from '../ports.ts'

const POLICY = { PolicyArn: required(arn) } as const
const VERSION = { ...POLICY, VersionId: required(versionId) } as const

type Version = Pick<PolicyDocumentRow, 'number' | 'document' | 'createdAt'>

const ownVersions = (name: string, { place, ports }: IamContext) =>
  ports.store.documents(place, ownerOf({ kind: 'policy', name }))

/** Newest first. */
async function versionsOf(policy: Managed, context: IamContext): Promise<readonly Version[]> {
  if (policy.aws) return [awsVersion(policy.aws)]
  return [...(await ownVersions(ownOf(policy).name, context))].sort((a, b) => b.number - a.number)
}

const answerOf = ({ number, createdAt }: Version, { own }: Managed) => ({
  VersionId: versionName(number),
  IsDefaultVersion: number === (own?.defaultVersion ?? 1),
  CreateDate: createdAt,
})

async function ownVersion(policy: Managed, id: string, context: IamContext) {
  const found = (await ownVersions(ownOf(policy).name, context)).find(({ number }) => versionName(number) === id)
  if (!found) throw versionNotFound(policy.arn, id)
  return found
}

export const createPolicyVersion = operation({
  input: { ...POLICY, PolicyDocument: required(document), SetAsDefault: boolean },
  output: { PolicyVersion: policyVersion },
  async plan({ PolicyArn, PolicyDocument, SetAsDefault = false }, context) {
    const asked = await managed(PolicyArn, context)
    const { place, now } = context
    return {
      checks: [checkOnPolicy('CreatePolicyVersion', asked)],
      async run() {
        const row = ownOf(asked)
        checkManagedPolicy(PolicyDocument)
        const most = QUOTAS.policyVersions
        if ((await ownVersions(row.name, context)).length >= most) throw tooManyVersions(most)
        const number = row.lastVersion + 1
        const owner = ownerOf({ kind: 'policy', name: row.name })
        const version = {
          ...place,
          owner,
          name: UNNAMED,
          number,
          createdAt: now,
          endedAt: null,
          document: PolicyDocument,
        }
        const change = { lastVersion: number, updatedAt: now, ...(SetAsDefault && { defaultVersion: number }) }
        return {
          answer: { PolicyVersion: { ...answerOf(version, asked), IsDefaultVersion: SetAsDefault } },
          writes: [update('managedPolicy', row, change), insert('policyDocument', version)],
        }
      },
    }
  },
})

export const getPolicyVersion = operation({
  input: VERSION,
  output: { PolicyVersion: policyVersion },
  async plan({ PolicyArn, VersionId }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('GetPolicyVersion', asked)],
      async run() {
        assertFound(asked)
        const found = (await versionsOf(asked, context)).find(({ number }) => versionName(number) === VersionId)
        if (!found) throw versionNotFound(PolicyArn, VersionId)
        return { answer: { PolicyVersion: { Document: encoded(found.document), ...answerOf(found, asked) } } }
      },
    }
  },
})

export const listPolicyVersions = operation({
  input: { ...POLICY, ...PAGE },
  output: { Versions: list(policyVersion), ...POSITION },
  async plan({ PolicyArn, ...page }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('ListPolicyVersions', asked)],
      async run() {
        assertFound(asked)
        const all = await versionsOf(asked, context)
        // Newest first, so the number counts down from the greatest there can be.
        const place = ({ number }: Version) => String(1e9 - number).padStart(10, '0')
        const { items, position } = await pageOf(all, page, `versions/${PolicyArn}`, place, context)
        return { answer: { Versions: items.map((version) => answerOf(version, asked)), ...position } }
      },
    }
  },
})

export const setDefaultPolicyVersion = operation({
  input: VERSION,
  output: {},
  async plan({ PolicyArn, VersionId }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('SetDefaultPolicyVersion', asked)],
      async run() {
        const { number } = await ownVersion(asked, VersionId, context)
        return { answer: {}, writes: touchManaged(asked, { defaultVersion: number, updatedAt: context.now }) }
      },
    }
  },
})

export const deletePolicyVersion = operation({
  input: VERSION,
  output: {},
  async plan({ PolicyArn, VersionId }, context) {
    const asked = await managed(PolicyArn, context)
    return {
      checks: [checkOnPolicy('DeletePolicyVersion', asked)],
      async run() {
        const found = await ownVersion(asked, VersionId, context)
        if (found.number === ownOf(asked).defaultVersion) throw isDefaultVersion()
        return { answer: {}, writes: [...touchManaged(asked), ...endDocuments([found], context.now)] }
      },
    }
  },
})
