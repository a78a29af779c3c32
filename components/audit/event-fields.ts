import type { FilterField } from '../filters/fields.ts'

/** Events that the log can hold in this version. */
const EVENT_NAMES = [
  'CancelKeyDeletion',
  'ConsoleLogin',
  'CreateAlias',
  'CreateKey',
  'Decrypt',
  'DeleteAlias',
  'DeleteKey',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateRandom',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListAliases',
  'ListKeyInventory',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListKeys',
  'ListResourceTags',
  'LookupEvents',
  'PutKeyPolicy',
  'ReEncrypt',
  'RotateKey',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
]

export const RANGE_FIELD: FilterField = {
  name: 'range',
  label: 'Time',
  kind: 'one',
  options: [
    { value: '1h', label: 'Last hour' },
    { value: '24h', label: 'Last 24 hours' },
    { value: '7d', label: 'Last 7 days' },
    { value: '30d', label: 'Last 30 days' },
  ],
}

/** What the events of one key can be filtered by. */
export const KEY_EVENT_FIELDS: readonly FilterField[] = [
  RANGE_FIELD,
  { name: 'event', label: 'Event', kind: 'one', options: EVENT_NAMES.map((name) => ({ value: name, label: name })) },
  {
    name: 'outcome',
    label: 'Outcome',
    kind: 'one',
    options: [
      { value: 'ok', label: 'OK' },
      { value: 'denied', label: 'Denied' },
      { value: 'error', label: 'Error' },
    ],
  },
  { name: 'principal', label: 'Principal', kind: 'text', placeholder: 'arn:aws:iam::111122223333:root' },
]

export const EVENT_FIELDS: readonly FilterField[] = [
  ...KEY_EVENT_FIELDS,
  { name: 'resource', label: 'Key', kind: 'text', placeholder: 'arn:aws:kms:…:key/…' },
]
