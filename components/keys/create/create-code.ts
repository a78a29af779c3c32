import type { NewKeyDto } from '#console/dto/changes.ts'
import { type ApiCall, callLine, cliSnippet, javascriptClient, pythonClient, type Target } from '../../snippets.ts'

/** Stands for the id of the key that the first call makes, until a language puts its variable there. */
const KEY_ID = 'the-key-id'

/** The calls that make a key with all its parts, in order. What AWS KMS takes for granted is left out. */
function createCalls(form: NewKeyDto): readonly [ApiCall, ...ApiCall[]] {
  const { spec, usage, origin, multiRegion, description, tags, policy, keyStoreId, xksKeyId } = form
  const create: ApiCall = {
    operation: 'CreateKey',
    input: {
      ...(spec === 'SYMMETRIC_DEFAULT' ? {} : { KeySpec: spec, KeyUsage: usage }),
      ...(origin === 'AWS_KMS' ? {} : { Origin: origin }),
      ...(keyStoreId === undefined ? {} : { CustomKeyStoreId: keyStoreId }),
      ...(xksKeyId === undefined ? {} : { XksKeyId: xksKeyId }),
      ...(multiRegion ? { MultiRegion: true } : {}),
      ...(description ? { Description: description } : {}),
      ...(tags.length > 0 ? { Tags: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) } : {}),
      ...(policy === undefined ? {} : { Policy: policy }),
    },
  }
  const alias = { operation: 'CreateAlias', input: { AliasName: form.alias, TargetKeyId: KEY_ID } }
  const period = { KeyId: KEY_ID, RotationPeriodInDays: form.rotationPeriodInDays }
  const rotation = { operation: 'EnableKeyRotation', input: period }
  return [create, ...(form.alias === '' ? [] : [alias]), ...(form.rotationPeriodInDays === undefined ? [] : [rotation])]
}

export function createCli(form: NewKeyDto, target: Target): string {
  const [create, ...others] = createCalls(form)
  if (others.length === 0) return cliSnippet(create, target)
  return [
    `KEY_ID=$(${cliSnippet(create, target)} \\\n  --query KeyMetadata.KeyId --output text)`,
    ...others.map((call) => cliSnippet(call, target).replace(KEY_ID, '"$KEY_ID"')),
  ].join('\n\n')
}

export function createJavascript(form: NewKeyDto, target: Target): string {
  const [create, ...others] = createCalls(form)
  return [
    javascriptClient([create, ...others], target),
    '',
    `const { KeyMetadata } = ${callLine.javascript(create)}`,
    ...others.map((call) => callLine.javascript(call).replace(`"${KEY_ID}"`, 'KeyMetadata.KeyId')),
  ].join('\n')
}

export function createPython(form: NewKeyDto, target: Target): string {
  const [create, ...others] = createCalls(form)
  return [
    pythonClient(target),
    `key_id = ${callLine.python(create)}["KeyMetadata"]["KeyId"]`,
    ...others.map((call) => callLine.python(call).replace(`"${KEY_ID}"`, 'key_id')),
  ].join('\n')
}
