import type { Input, KeySpec } from '#model/api.ts'
import { paymentsPolicy } from './people.ts'
import type { World } from './world.ts'

type CreateKey = Input<'CreateKey'>

/** A key of the sample, by the name of its first alias. */
export interface DemoKey {
  readonly name: string
  /** Days before the present. */
  readonly ago: number
  readonly as: string
  readonly like?: CreateKey
  /** What `like` leaves out, which depends on the world. */
  readonly policy?: string
  readonly team?: string
  readonly more?: Readonly<Record<string, string>>
  readonly aliases?: readonly string[]
  /** In which of the other Regions it is instead. */
  readonly away?: 0 | 1
  readonly replicas?: true
  readonly rotation?: number
  /** In the key store that the sample connects. */
  readonly inKeyStore?: true
}

const sign = (KeySpec: KeySpec): CreateKey => ({ KeySpec, KeyUsage: 'SIGN_VERIFY' })

const described = (Description: string, like: CreateKey = {}): CreateKey => ({ ...like, Description })

export const keysOf = (world: World): readonly DemoKey[] => [
  {
    ...{ name: 'payments-prod', ago: 540, as: 'role:KeyAdmin', team: 'payments', more: { 'data-class': 'restricted' } },
    ...{ like: described('Card and payout data'), policy: paymentsPolicy(world), aliases: ['payouts'] },
    rotation: 180,
  },
  {
    ...{ name: 'orders-global', ago: 512, as: 'role:KeyAdmin', team: 'orders', replicas: true, rotation: 365 },
    like: described('Orders, wherever they are placed', { MultiRegion: true }),
  },
  {
    ...{ name: 'jwt-signing', ago: 498, as: 'role:KeyAdmin', team: 'platform' },
    like: described('Access tokens', sign('RSA_2048')),
  },
  {
    ...{ name: 'legacy-wrap', ago: 490, as: 'role:KeyAdmin', team: 'platform' },
    like: described('Wraps what old clients send', { KeySpec: 'RSA_3072', KeyUsage: 'ENCRYPT_DECRYPT' }),
  },
  {
    ...{ name: 'webhook-hmac', ago: 455, as: 'role:KeyAdmin', team: 'platform' },
    like: described('Signs webhooks', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  },
  {
    ...{ name: 'terraform-state', ago: 430, as: 'role:KeyAdmin', team: 'platform', rotation: 90 },
    like: described('State files'),
  },
  { name: 'legacy-backups', ago: 420, as: 'role:KeyAdmin', like: described('Backups of the first data centre') },
  { name: 'old-reports', ago: 410, as: 'role:KeyAdmin', like: described('Reports until 2025') },
  {
    ...{ name: 'card-vault', ago: 400, as: 'role:KeyAdmin', team: 'payments' },
    like: described('Material is kept in our own vault', { Origin: 'EXTERNAL' }),
  },
  {
    ...{ name: 'gdpr-exports', ago: 330, as: 'role:KeyAdmin', team: 'legal', away: 0, rotation: 365 },
    like: described('Exports on request'),
  },
  {
    ...{ name: 'eth-treasury', ago: 300, as: 'role:KeyAdmin', team: 'treasury' },
    like: described('Cold wallet', sign('ECC_SECG_P256K1')),
  },
  {
    ...{ name: 'partner-ecdh', ago: 262, as: 'role:KeyAdmin', team: 'platform' },
    like: described('Agrees on keys with Globex', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }),
  },
  {
    ...{ name: 'globex-ecdh', ago: 260, as: 'root@globex' },
    like: described('Agrees on keys with us', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }),
  },
  { name: 'acme-ledger', ago: 255, as: 'root@acme', like: described('Books of the partner') },
  { name: 'staging-db', ago: 240, as: 'role:KeyAdmin', team: 'platform', like: described('Staging') },
  {
    ...{ name: 'device-identity', ago: 210, as: 'role:KeyAdmin', team: 'platform' },
    like: described('Signs device certificates', sign('ECC_NIST_P384')),
  },
  {
    ...{ name: 'edge-ed25519', ago: 180, as: 'role:KeyAdmin', team: 'platform' },
    like: described('Signs what the edge serves', sign('ECC_NIST_EDWARDS25519')),
  },
  {
    ...{ name: 'hsm-ledger', ago: 150, as: 'role:KeyAdmin', team: 'treasury', inKeyStore: true },
    like: described('In the CloudHSM key store', { Origin: 'AWS_CLOUDHSM' }),
  },
  {
    ...{ name: 'firmware-signing', ago: 120, as: 'role:KeyAdmin', team: 'platform', more: { 'post-quantum': 'yes' } },
    like: described('Firmware, safe from quantum computers', sign('ML_DSA_65')),
  },
  {
    ...{ name: 'session-kem', ago: 75, as: 'role:KeyAdmin', team: 'platform', more: { 'post-quantum': 'yes' } },
    like: described('Sessions, safe from quantum computers', {
      KeySpec: 'ML_KEM_768',
      KeyUsage: 'ENCAPSULATE_DECAPSULATE',
    }),
  },
  {
    ...{ name: 'vendor-seal', ago: 60, as: 'role:KeyAdmin', team: 'payments' },
    like: described('Material came from the vendor and stays', { Origin: 'EXTERNAL' }),
  },
  {
    ...{ name: 'partner-import', ago: 9, as: 'role:KeyAdmin', team: 'payments' },
    like: described('Waits for the material of the partner', { Origin: 'EXTERNAL' }),
  },
]
