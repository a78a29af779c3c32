import { fromBase64, fromUtf8, toBase64, utf8 } from '#kernel/bytes.ts'
import { isoSeconds } from '#kernel/clock.ts'
import { sha256Hex } from '#kernel/hash.ts'
import { DATA_KEY_BYTES, open, seal, using } from '../envelope.ts'
import { damaged, notThere, thereAlready } from '../errors.ts'
import { insert, update } from '../items.ts'
import { choice, type Input, optional, otherwise, text } from '../members.ts'
import { type Context, type Operations, operation, type Result } from '../operation.ts'
import {
  contextOf,
  findSecret,
  MANAGED_KEY,
  NAME,
  nameOf,
  type Secret,
  type SecretVersion,
  stagesOf,
  VIA,
  versionKey,
} from './secret.ts'

const SECRET_STRING = text(65_536)
const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'] as const

const NEW_SECRET = {
  Name: NAME,
  SecretString: SECRET_STRING,
  KmsKeyId: otherwise(text(), MANAGED_KEY),
}

const createSecret = operation({
  secrets: ['SecretString'],
  members: NEW_SECRET,
  plan: (input, context) => ({ subject: input.Name, run: () => create(input, context) }),
})

async function create({ Name, SecretString, KmsKeyId }: Input<typeof NEW_SECRET>, context: Context) {
  const { scope, partition, state, now } = context.call
  const { region, account } = scope
  if (await state.get(region, 'secret', Name)) throw thereAlready(`a secret ${Name}`)
  const suffix = sha256Hex(await context.call.draw(`secret ${Name}`)).slice(0, 6)
  const ARN = `arn:${partition}:secretsmanager:${region}:${account}:secret:${Name}-${suffix}`
  const Current = await newVersionId(Name, context)
  const secret: Secret = { Name, ARN, KmsKeyId, CreatedDate: isoSeconds(now), Current }
  const version = await newVersion(secret, SecretString, context)
  return {
    answer: { ARN, Name, VersionId: Current },
    changes: [insert({ region, kind: 'secret', id: Name, body: secret }), version],
  }
}

/** A new version under the key that the secret names now, which becomes the current one. */
const putSecretValue = operation({
  secrets: ['SecretString'],
  members: { SecretId: text(), SecretString: SECRET_STRING },
  plan: ({ SecretId, SecretString }, context) => ({
    subject: nameOf(SecretId, context.call.scope.region),
    run: () => putValue(SecretId, SecretString, context),
  }),
})

async function putValue(id: string, value: string, context: Context): Promise<Result> {
  const item = await findSecret(id, context)
  const { ARN, Name, Current: Previous } = item.body
  const change = { Current: await newVersionId(Name, context), Previous }
  const version = await newVersion({ ...item.body, ...change }, value, context)
  const answer = { ARN, Name, VersionId: change.Current, VersionStages: ['AWSCURRENT'] }
  return { answer, changes: [update<Secret>(item, change), version] }
}

const newVersionId = (name: string, { call }: Context) => call.draw(`version of ${name}`)

async function newVersion({ ARN, Name, KmsKeyId, Current: VersionId }: Secret, value: string, context: Context) {
  const { kms, call, secrets } = context
  const asked = { keyId: KmsKeyId, bytes: DATA_KEY_BYTES, context: contextOf(ARN, VersionId) }
  const { plaintext: dataKey, blob, keyArn } = await kms.as(VIA).generateDataKey(asked)
  const data = using(dataKey, () => seal(dataKey, `${ARN} ${VersionId}`, utf8(value), secrets))
  const body: SecretVersion = {
    ...{ VersionId, KmsKeyId: keyArn, CreatedDate: isoSeconds(call.now) },
    DataKey: toBase64(blob),
  }
  return insert({ region: call.scope.region, kind: 'version', id: versionKey(Name, VersionId), body, data })
}

const getSecretValue = operation({
  readOnly: true,
  members: { SecretId: text(), VersionId: optional(text()), VersionStage: optional(choice(STAGES)) },
  plan({ SecretId, VersionId, VersionStage }, context) {
    return {
      subject: nameOf(SecretId, context.call.scope.region),
      async run() {
        const { body: secret } = await findSecret(SecretId, context)
        const asked = VersionId ?? (VersionStage === 'AWSPREVIOUS' ? secret.Previous : secret.Current)
        if (asked === undefined) throw notThere(`version AWSPREVIOUS of ${SecretId}`)
        return { answer: await secretValue(secret, asked, context) }
      },
    }
  },
})

async function secretValue(secret: Secret, versionId: string, { call, kms }: Context): Promise<object> {
  const { ARN, Name } = secret
  const found = await call.state.get<SecretVersion>(call.scope.region, 'version', versionKey(Name, versionId))
  if (!found) throw notThere(`version ${versionId} of ${Name}`)
  const { KmsKeyId, CreatedDate, DataKey } = found.body
  const name = `${ARN} ${versionId}`
  const blob = fromBase64(DataKey)
  if (!blob) throw damaged(name)
  const dataKey = await kms.as(VIA).decrypt(blob, contextOf(ARN, versionId))
  const SecretString = fromUtf8(using(dataKey, () => open(dataKey, name, found.data)))
  if (SecretString === undefined) throw damaged(name)
  const VersionStages = stagesOf(versionId, secret)
  return { ARN, Name, VersionId: versionId, VersionStages, SecretString, KmsKeyId, CreatedDate }
}

/** Says which key each version is under. */
const listSecretVersionIds = operation({
  readOnly: true,
  members: { SecretId: text() },
  plan({ SecretId }, context) {
    return {
      subject: '',
      async run() {
        const { state, scope } = context.call
        const { body: secret } = await findSecret(SecretId, context)
        const found = await state.list<SecretVersion>(scope.region, 'version', versionKey(secret.Name, ''))
        const versions = found.map(({ body: { VersionId, KmsKeyId, CreatedDate } }) => ({
          ...{ VersionId, VersionStages: stagesOf(VersionId, secret), KmsKeyIds: [KmsKeyId], CreatedDate },
        }))
        return { answer: { ARN: secret.ARN, Name: secret.Name, Versions: versions } }
      },
    }
  },
})

const listSecrets = operation({
  readOnly: true,
  members: {},
  plan: (_, { call }) => ({
    subject: '',
    async run() {
      const secrets = await call.state.list<Secret>(call.scope.region, 'secret')
      return { answer: { SecretList: secrets.map(({ body }) => body) } }
    },
  }),
})

/** At once and for good: there is no recovery window here. */
const deleteSecret = operation({
  members: { SecretId: text() },
  plan({ SecretId }, context) {
    const { state, scope } = context.call
    return {
      subject: nameOf(SecretId, scope.region),
      async run() {
        const secret = await findSecret(SecretId, context)
        const { ARN, Name } = secret.body
        const versions = await state.list(scope.region, 'version', versionKey(Name, ''))
        const changes = [secret, ...versions].map((item) => ({ act: 'remove', item }) as const)
        return { answer: { ARN, Name }, changes }
      },
    }
  },
})

/** AWS Secrets Manager: each version of a secret is encrypted under a data key of its own. */
export const secretsManager: Operations = {
  CreateSecret: createSecret,
  PutSecretValue: putSecretValue,
  GetSecretValue: getSecretValue,
  ListSecretVersionIds: listSecretVersionIds,
  ListSecrets: listSecrets,
  DeleteSecret: deleteSecret,
}
