import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasShared, readSharedJson, sharedPath } from '#testing/shared.ts'
import { conditionKeyNamed, KMS_VOCABULARY } from './vocabulary.ts'

interface SharedAction {
  name: string
  resourceTypes: { name: string }[]
  conditionKeys: string[]
}

const here = hasShared('aws/iam/kms-actions.json')
const actions = here ? Object.values(readSharedJson('aws/iam/kms-actions.json') as Record<string, SharedAction>) : []
const keys = here
  ? Object.values(readSharedJson('aws/iam/kms-condition-keys.json') as Record<string, { key: string; type: string }>)
  : []
const described = here
  ? (readSharedJson('aws/condition-keys.json') as { key: string; type: string; valueType: string }[])
  : []

/** Newer than the published list of actions. */
const NEWER = ['kms:Decapsulate', 'kms:Encapsulate']
/** A placeholder stands for any name: `kms:EncryptionContext:${…}`. */
const concrete = (key: string) => key.replace(/\$\{[^}]*\}/, 'x').replace('<n>', '1')

describe.skipIf(!here)('the vocabulary', () => {
  it('has the published actions and what they act on', () => {
    const known = [...KMS_VOCABULARY.actions.values()].filter(({ name }) => !NEWER.includes(name))
    const published = actions.map(({ name, resourceTypes }) => [
      `kms:${name}`,
      resourceTypes.map((one) => one.name).sort(),
    ])
    expect(known.map(({ name, resources }) => [name, [...resources].sort()]).sort()).toEqual(published.sort())
  })

  it('knows which actions other accounts can call', () => {
    const rows = readFileSync(sharedPath('aws/reference.md'), 'utf8').matchAll(
      /^\| (\w+) \|[^|]*\|[^|]*\|[^|]*\| (yes|no) \|/gm,
    )
    const documented = new Map([...rows].map(([, name, yes]) => [name, yes === 'yes']))
    for (const { name, crossAccount } of KMS_VOCABULARY.actions.values()) {
      const operation = name.slice('kms:'.length).replace(/^ReEncrypt(From|To)$/, 'ReEncrypt')
      expect([name, crossAccount]).toEqual([name, documented.get(operation) ?? false])
    }
  })

  const TYPES: Readonly<Record<string, readonly [string, boolean]>> = {
    String: ['String', false],
    ArrayOfString: ['String', true],
    Bool: ['Bool', false],
    Numeric: ['Numeric', false],
    Date: ['Date', false],
    ARN: ['Arn', false],
  }

  it.each(keys)('types $key as it is published', ({ key, type }) => {
    const entry = conditionKeyNamed(concrete(key), KMS_VOCABULARY)
    expect([entry?.type, entry?.multiValued]).toEqual(TYPES[type])
  })

  it.each(described)('knows $key and whether it has several values', ({ key, valueType }) => {
    expect(conditionKeyNamed(concrete(key), KMS_VOCABULARY)?.multiValued).toBe(valueType === 'multi')
  })

  it('knows no key of AWS KMS beyond those', () => {
    const published = new Set(
      [...keys, ...described].map(({ key }) => key.toLowerCase().replace(/(?<=kms:\w+[:/]).*/, '')),
    )
    const more = [...KMS_VOCABULARY.conditionKeys.keys()].filter((key) => key.startsWith('kms:') && !published.has(key))
    expect(more).toEqual([])
  })
})

describe('a condition key', () => {
  it.each([
    ['kms:viaSERVICE', 'kms:ViaService'],
    ['kms:EncryptionContext:App', 'kms:EncryptionContext:'],
    ['aws:PrincipalTag/a:b/c', 'aws:PrincipalTag/'],
    ['kms:RecipientAttestation:PCR0', 'kms:RecipientAttestation:'],
    ['kms:EncryptionContext:', undefined],
    ['kms:EncryptionContext', undefined],
    ['kms:ViaService:x', undefined],
    ['aws:Sourcelp', undefined],
  ])('%s is known as %s', (key, name) => expect(conditionKeyNamed(key, KMS_VOCABULARY)?.name).toBe(name))
})
