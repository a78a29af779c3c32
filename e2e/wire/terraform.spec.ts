import { execFile, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, kmsOf, REGION } from './clients.ts'

const MINUTES = 60_000
const PATIENCE = { timeout: 5 * MINUTES }
const DRIFT = 2
const MATERIAL = Buffer.alloc(32, 7).toString('base64')

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'keystead-terraform-'))
cpSync(join(import.meta.dirname, 'terraform'), folder, { recursive: true })

/** Terraform's own settings (a provider mirror, a plugin cache) hold; those of the AWS provider do not. */
const outer = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_VAR_|NODE_)/.test(name)))
const quiet = {
  ...outer,
  NODE_ENV: 'test',
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
  TF_REGISTRY_DISCOVERY_RETRY: '0',
} as const
const runs = (...args: string[]) =>
  spawnSync('terraform', args, { cwd: folder, env: quiet, stdio: 'ignore' }).status === 0
const hasProvider = runs('version') && runs('init', '-no-color')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!hasProvider)('terraform (skipped where there is no `terraform`, or it gets no hashicorp/aws)', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ console: false })
  })
  afterAll(() => server.stop())

  async function terraform(command: string, state: { generation: string; rotated: boolean }, ...args: string[]) {
    const env = {
      ...quiet,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
      TF_VAR_endpoint: server.url,
      TF_VAR_account: ACCOUNT,
      TF_VAR_material: MATERIAL,
      TF_VAR_generation: state.generation,
      TF_VAR_rotated: String(state.rotated),
    }
    return run('terraform', [command, '-no-color', ...args], { cwd: folder, env })
  }

  const first = { generation: 'first', rotated: true }
  const second = { generation: 'second', rotated: false }

  async function outputs() {
    const { stdout } = await terraform('output', first, '-json')
    const values = Object.entries(JSON.parse(stdout) as Record<string, { value: unknown }>)
    return Object.fromEntries(values.map(([name, { value }]) => [name, value]))
  }

  async function keyIds(): Promise<Record<string, string>> {
    return (await outputs()).keys as Record<string, string>
  }

  const describeKey = async (KeyId: string | undefined, region = REGION) =>
    (await kmsOf(server, { region }).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata

  /** Fails, with the plan in its message, where the plan has changes. */
  async function expectNoDrift(state: typeof first) {
    const plan = await terraform('plan', state, '-detailed-exitcode').catch(
      (error: { code?: number; stdout?: string }) => {
        throw error.code === DRIFT ? new Error(`terraform sees drift:\n${error.stdout}`) : error
      },
    )
    expect(plan.stdout).toContain('No changes.')
  }

  it('makes keys of all kinds, aliases, grants, policies and replicas', PATIENCE, async () => {
    await terraform('apply', first, '-auto-approve')
    const made = await outputs()
    expect(made).toMatchObject({ account: ACCOUNT, opened: 'sealed by terraform', managed: expect.any(String) })
    const { symmetric, disabled, rsa, primary, imported } = await keyIds()
    expect(made.by_alias).toBe(rsa)
    expect(made.replica).toBe(`arn:aws:kms:eu-west-1:${ACCOUNT}:key/${primary}`)
    expect(await describeKey(symmetric)).toMatchObject({ Description: 'symmetric, first', KeyState: 'Enabled' })
    expect(await describeKey(disabled)).toMatchObject({ KeyState: 'Disabled' })
    expect(await describeKey(imported)).toMatchObject({ KeyState: 'Enabled', Origin: 'EXTERNAL' })

    const kms = kmsOf(server)
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId: symmetric }))).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 180,
    })
    const { Grants } = await kms.send(new ListGrantsCommand({ KeyId: symmetric }))
    expect(Grants).toMatchObject([{ Name: 'guest', Constraints: { EncryptionContextEquals: { tenant: 'guest' } } }])
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: symmetric }))
    expect(Tags).toContainEqual({ TagKey: 'managed-by', TagValue: 'terraform' })
  })

  it('sees no drift', PATIENCE, async () => {
    await expectNoDrift(first)
  })

  it('changes what it made, in place', PATIENCE, async () => {
    const before = await keyIds()
    await terraform('apply', second, '-auto-approve')
    expect(await keyIds()).toEqual(before)
    const kms = kmsOf(server)
    const { symmetric: KeyId, disabled } = before
    expect(await describeKey(KeyId)).toMatchObject({ Description: 'symmetric, second' })
    expect(await describeKey(disabled)).toMatchObject({ KeyState: 'Enabled' })
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ KeyRotationEnabled: false })
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }))
    expect(Tags).toContainEqual({ TagKey: 'generation', TagValue: 'second' })
    await expectNoDrift(second)
  })

  it('destroys it all', PATIENCE, async () => {
    const { symmetric, imported, primary, imported_primary } = await keyIds()
    await terraform('destroy', second, '-auto-approve')
    for (const KeyId of [symmetric, imported]) {
      expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'PendingDeletion' })
    }
    for (const KeyId of [primary, imported_primary]) {
      expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'PendingReplicaDeletion' })
      expect(await describeKey(KeyId, 'eu-west-1')).toMatchObject({ KeyState: 'PendingDeletion' })
    }
    const { Aliases = [] } = await kmsOf(server).send(new ListAliasesCommand({}))
    expect(Aliases.filter(({ AliasName }) => AliasName?.startsWith('alias/terraform'))).toEqual([])
  })
})
