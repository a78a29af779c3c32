import type { Input, OperationName } from '#model/api.ts'
import type { Shelf } from './shelf.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'
import { roleArn, rootArn } from './world.ts'

/** Something that was done to a key of the sample. */
export interface Change {
  /** Days before the present. */
  readonly ago: number
  play(stage: Stage, shelf: Shelf): Promise<void>
}

/** Material that is brought in, the same for the same key. */
export interface Import {
  readonly ago: number
  readonly key: string
  /** Days until it expires. */
  readonly validFor?: number
}

export const IMPORTS: readonly Import[] = [
  { ago: 399, key: 'card-vault', validFor: 180 },
  // Late by two days: meanwhile the key waited for its material.
  { ago: 217, key: 'card-vault', validFor: 240 },
  { ago: 59, key: 'vendor-seal' },
]

/** A call on a key, by the key's name; `refused` is the error that it comes to. */
function call<N extends OperationName>(
  ago: number,
  as: string,
  name: N,
  key: string,
  input: Omit<Input<N>, 'KeyId'>,
  refused?: string,
): Change {
  return {
    ago,
    async play(stage, shelf) {
      const whole = { KeyId: shelf.arn(key), ...input } as Input<N>
      const { region } = shelf.key(key)
      if (refused === undefined) await stage.kms(as, name, whole, region)
      else await stage.refused(as, name, whole, refused, region)
    },
  }
}

function grant(ago: number, as: string, key: string, input: Omit<Input<'CreateGrant'>, 'KeyId'>): Change {
  return {
    ago,
    async play(stage, shelf) {
      const made = await stage.kms(as, 'CreateGrant', { KeyId: shelf.arn(key), ...input }, shelf.key(key).region)
      shelf.putGrant(input.Name ?? '', made.GrantId ?? '')
    },
  }
}

/** The end of a grant, by its name. */
function end(ago: number, as: string, name: 'RevokeGrant' | 'RetireGrant', key: string, named: string): Change {
  return {
    ago,
    async play(stage, shelf) {
      await stage.kms(as, name, { KeyId: shelf.arn(key), GrantId: shelf.grant(named) }, shelf.key(key).region)
    },
  }
}

const ADMIN = 'role:KeyAdmin'
const DENIED = 'AccessDeniedException'
const subset = (pairs: Readonly<Record<string, string>>) => ({
  EncryptionContextSubset: new Map(Object.entries(pairs)),
})
const equal = (pairs: Readonly<Record<string, string>>) => ({ EncryptionContextEquals: new Map(Object.entries(pairs)) })

export const changesOf = (world: World): readonly Change[] => [...grants(world), ...turns(), ...attempts()]

function grants({ first, acme }: World): readonly Change[] {
  const batch = roleArn(first, 'payments-batch')
  const worker = roleArn(first, 'orders-worker')
  const reporting = roleArn(first, 'reporting')
  const api = roleArn(first, 'payments-api')
  const admin = { RetiringPrincipal: roleArn(first, 'KeyAdmin') }
  return [
    grant(505, ADMIN, 'orders-global', {
      ...{ GranteePrincipal: worker, Name: 'orders-worker', ...admin },
      Operations: ['Encrypt', 'Decrypt', 'GenerateDataKey', 'DescribeKey', 'CreateGrant'],
    }),
    grant(503, 'role:orders-worker', 'orders-global', {
      ...{ GranteePrincipal: reporting, Name: 'reporting-reads', Operations: ['Decrypt'] },
    }),
    grant(470, ADMIN, 'payments-prod', {
      ...{ GranteePrincipal: batch, Name: 'batch-2025', Operations: ['Decrypt'], ...admin },
      Constraints: subset({ purpose: 'settlement' }),
    }),
    call(250, ADMIN, 'CreateGrant', 'acme-ledger', { GranteePrincipal: api, Operations: ['Decrypt'] }, DENIED),
    call(249, 'root@acme', 'CreateGrant', 'acme-ledger', {
      ...{
        GranteePrincipal: rootArn(first),
        Name: 'keystead-books',
        Operations: ['Encrypt', 'Decrypt', 'DescribeKey'],
      },
      RetiringPrincipal: rootArn(first),
    }),
    grant(205, ADMIN, 'payments-prod', {
      ...{ GranteePrincipal: batch, Name: 'batch', Operations: ['Decrypt', 'DescribeKey'], ...admin },
      Constraints: subset({ purpose: 'settlement' }),
    }),
    end(204, ADMIN, 'RevokeGrant', 'payments-prod', 'batch-2025'),
    grant(140, ADMIN, 'card-vault', {
      ...{ GranteePrincipal: api, Name: 'tokenizer', Operations: ['Encrypt', 'Decrypt', 'GenerateDataKey'] },
      ...{ Constraints: equal({ purpose: 'tokenize' }), RetiringPrincipal: rootArn(first) },
    }),
    grant(90, ADMIN, 'payments-prod', {
      ...{ GranteePrincipal: roleArn(acme, 'settlement'), Name: 'acme-settlement', Operations: ['Decrypt'], ...admin },
      Constraints: equal({ purpose: 'settlement', partner: 'acme' }),
    }),
    grant(44, ADMIN, 'webhook-hmac', {
      ...{ GranteePrincipal: worker, Name: 'order-webhooks', Operations: ['GenerateMac', 'VerifyMac'], ...admin },
    }),
    grant(36, ADMIN, 'legacy-wrap', {
      ...{ GranteePrincipal: batch, Name: 'migration', Operations: ['Decrypt'], RetiringPrincipal: batch },
    }),
    end(29, 'role:payments-batch', 'RetireGrant', 'legacy-wrap', 'migration'),
    grant(2, ADMIN, 'hsm-ledger', {
      ...{ GranteePrincipal: api, Name: 'treasury-reads', Operations: ['Decrypt', 'DescribeKey'] },
      RetiringPrincipal: rootArn(first),
    }),
  ]
}

/** Rotations by hand, and how keys ended. */
function turns(): readonly Change[] {
  return [
    call(402, ADMIN, 'DisableKey', 'old-reports', {}),
    call(380, ADMIN, 'ScheduleKeyDeletion', 'old-reports', { PendingWindowInDays: 14 }),
    call(310, ADMIN, 'RotateKeyOnDemand', 'orders-global', {}),
    call(165, ADMIN, 'RotateKeyOnDemand', 'payments-prod', {}),
    call(96, ADMIN, 'ScheduleKeyDeletion', 'staging-db', { PendingWindowInDays: 30 }),
    call(91, ADMIN, 'CancelKeyDeletion', 'staging-db', {}),
    call(88, ADMIN, 'EnableKey', 'staging-db', {}),
    call(52, ADMIN, 'UpdateKeyDescription', 'staging-db', { Description: 'Staging, kept off between releases' }),
    call(21, ADMIN, 'DisableKey', 'staging-db', {}),
    call(18, ADMIN, 'DisableKey', 'legacy-backups', {}),
    call(18, ADMIN, 'ScheduleKeyDeletion', 'legacy-backups', { PendingWindowInDays: 30 }),
  ]
}

/** What people tried and were refused. */
function attempts(): readonly Change[] {
  return [
    call(233, 'kim-contractor', 'PutKeyPolicy', 'payments-prod', { Policy: '{}' }, DENIED),
    call(232, 'kim-contractor', 'ScheduleKeyDeletion', 'staging-db', { PendingWindowInDays: 7 }, DENIED),
    call(130, 'dana', 'ScheduleKeyDeletion', 'legacy-backups', {}, DENIED),
    call(71, 'break-glass', 'DisableKey', 'payments-prod', {}, DENIED),
    call(71, 'root', 'ScheduleKeyDeletion', 'payments-prod', { PendingWindowInDays: 7 }, DENIED),
    call(33, 'emil', 'ScheduleKeyDeletion', 'terraform-state', {}, DENIED),
    call(12, 'intern', 'GetKeyPolicy', 'payments-prod', {}, DENIED),
    call(3, 'kim-contractor', 'CreateGrant', 'card-vault', CONTRACTOR, DENIED),
    call(0.4, 'intern', 'ScheduleKeyDeletion', 'terraform-state', {}, DENIED),
  ]
}

const CONTRACTOR: Omit<Input<'CreateGrant'>, 'KeyId'> = {
  GranteePrincipal: 'arn:aws:iam::666677778888:root',
  Operations: ['Decrypt'],
}
