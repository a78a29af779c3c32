import type { Write } from '#kms/ports.ts'
import { insert, remove, update } from '#kms/ports.ts'
import { list, required, structure, text, timestamp } from '#model/query/shape.ts'
import { newAccessKey } from '../access-key.ts'
import { userOf } from '../domain/caller-user.ts'
import type { Entity } from '../domain/entities.ts'
import { checkOn, entity, existing, touch, touchAccount } from '../domain/entities.ts'
import { accessKeyId, existingUserName, PAGE, POSITION } from '../domain/members.ts'
import { pageOf } from '../domain/pagination.ts'
import { QUOTAS } from '../domain/quotas.ts'
import { accessKeyNotFound, overQuota } from '../errors.ts'
import type { IamCheck, IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { AccessKeyRow } from '../ports.ts'

const status = text({ enum: ['Active', 'Inactive'] })

const METADATA = {
  UserName: text(),
  AccessKeyId: required(text()),
  Status: required(status),
  CreateDate: timestamp,
} as const
const secretAccessKey = text({ sensitive: true })

/** Whose keys: a user's, or those of the root user. */
interface Holder {
  readonly userName: string | null
  check(operation: string): IamCheck
  /** What makes calls on the same keys see each other. Throws NoSuchEntity. */
  touched(): Write | Promise<Write>
}

async function holderOf(named: string | undefined, context: IamContext): Promise<Holder> {
  const found = await userOf(named, context)
  return found.root ? rootHolder(found.root.arn, context) : userHolder(await entity('user', found.name, context))
}

function rootHolder(resource: string, context: IamContext): Holder {
  const check = (name: string) => ({ action: `iam:${name}`, resource })
  return { userName: null, check, touched: () => touchAccount(context) }
}

function userHolder(user: Entity): Holder {
  return { userName: user.name, check: (name) => checkOn(name, user), touched: () => touch(existing(user)) }
}

async function keyOf({ userName, touched }: Holder, id: string, { place, ports }: IamContext) {
  await touched()
  const keys = await ports.store.accessKeys(place, userName)
  const found = keys.find((row) => row.accessKeyId === id)
  if (!found) throw accessKeyNotFound(id)
  return found
}

const metadata = (row: AccessKeyRow) => ({
  ...(row.userName !== null && { UserName: row.userName }),
  AccessKeyId: row.accessKeyId,
  Status: row.status,
  CreateDate: row.createdAt,
})

export const createAccessKey = operation({
  input: { UserName: existingUserName },
  output: {
    AccessKey: required(
      structure({
        UserName: text(),
        AccessKeyId: required(text()),
        Status: required(status),
        SecretAccessKey: required(secretAccessKey),
        CreateDate: timestamp,
      }),
    ),
  },
  async plan({ UserName }, context) {
    const holder = await holderOf(UserName, context)
    const { place, now, ports } = context
    return {
      checks: [holder.check('CreateAccessKey')],
      async run() {
        const touched = await holder.touched()
        const keys = await ports.store.accessKeys(place, holder.userName)
        const most = QUOTAS.accessKeysOfUser
        if (keys.length >= most) throw overQuota('AccessKeysPerUser', most)
        const { row, secretAccessKey: SecretAccessKey } = await newAccessKey(place, holder.userName, now, ports)
        const AccessKey = { ...metadata(row), SecretAccessKey }
        return { answer: { AccessKey }, writes: [touched, insert('accessKey', row)] }
      },
    }
  },
})

export const listAccessKeys = operation({
  input: { UserName: existingUserName, ...PAGE },
  output: { AccessKeyMetadata: required(list(structure(METADATA))), ...POSITION },
  async plan({ UserName, ...page }, context) {
    const holder = await holderOf(UserName, context)
    return {
      checks: [holder.check('ListAccessKeys')],
      async run() {
        await holder.touched()
        const keys = await context.ports.store.accessKeys(context.place, holder.userName)
        const list = `access-keys/${holder.userName ?? ''}`
        const { items, position } = await pageOf(keys, page, list, (row) => row.accessKeyId, context)
        return { answer: { AccessKeyMetadata: items.map(metadata), ...position } }
      },
    }
  },
})

export const updateAccessKey = operation({
  input: { UserName: existingUserName, AccessKeyId: required(accessKeyId), Status: required(status) },
  output: {},
  async plan({ UserName, AccessKeyId, Status }, context) {
    const holder = await holderOf(UserName, context)
    return {
      checks: [holder.check('UpdateAccessKey')],
      async run() {
        const row = await keyOf(holder, AccessKeyId, context)
        return { answer: {}, writes: [update('accessKey', row, { status: Status })] }
      },
    }
  },
})

export const deleteAccessKey = operation({
  input: { UserName: existingUserName, AccessKeyId: required(accessKeyId) },
  output: {},
  async plan({ UserName, AccessKeyId }, context) {
    const holder = await holderOf(UserName, context)
    return {
      checks: [holder.check('DeleteAccessKey')],
      async run() {
        const row = await keyOf(holder, AccessKeyId, context)
        return { answer: {}, writes: [await holder.touched(), remove('accessKey', row)] }
      },
    }
  },
})
