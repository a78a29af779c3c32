import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, REGION } from './clients.ts'
import { aws, hasAws, hasOpenssl, run } from './programs.ts'

const OTHER_REGION = 'eu-west-1'
const ROOT = `arn:aws:iam::${ACCOUNT}:root`

let server: Server
let folder: string
beforeAll(async () => {
  server = await startServer({ console: false })
  folder = mkdtempSync(join(tmpdir(), 'keystead-programs-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

type Answer = Record<string, string>

const path = (name: string) => join(folder, name)
/** How the AWS CLI is told to take a file's bytes as they are, in each of its versions. */
const blob = (name: string) => `fileb://${path(name)}`
const save = (name: string, base64: string | undefined) =>
  writeFileSync(path(name), Buffer.from(base64 ?? '', 'base64'))
const kms = async (command: string, ...args: string[]) => (await aws(server, 'kms', command, ...args)) as Answer
const openssl = async (...args: string[]) => (await run('openssl', args, { cwd: folder })).stdout

async function newKey(...args: string[]): Promise<string> {
  const made: unknown = await aws(server, 'kms', 'create-key', ...args)
  return (made as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId
}

describe.skipIf(!hasAws)('the AWS CLI (skipped where there is no `aws`)', () => {
  it('makes a message authentication code and verifies it', async () => {
    const key = await newKey('--key-spec', 'HMAC_384', '--key-usage', 'GENERATE_VERIFY_MAC')
    writeFileSync(path('message'), 'by cli')
    const common = ['--key-id', key, '--message', blob('message'), '--mac-algorithm', 'HMAC_SHA_384']
    save('mac', (await kms('generate-mac', ...common)).Mac)
    expect(await kms('verify-mac', ...common, '--mac', blob('mac'))).toMatchObject({ MacValid: true })
    writeFileSync(path('message'), 'by another')
    await expect(kms('verify-mac', ...common, '--mac', blob('mac'))).rejects.toThrow('KMSInvalidMacException')
  })

  it('replicates a key into another Region, where it opens what it sealed here', async () => {
    const key = await newKey('--multi-region')
    const replica: unknown = await kms('replicate-key', '--key-id', key, '--replica-region', OTHER_REGION)
    expect(replica).toMatchObject({ ReplicaKeyMetadata: { Arn: `arn:aws:kms:${OTHER_REGION}:${ACCOUNT}:key/${key}` } })
    writeFileSync(path('plaintext'), 'from here')
    save('sealed', (await kms('encrypt', '--key-id', key, '--plaintext', blob('plaintext'))).CiphertextBlob)
    const opened = await kms('decrypt', '--ciphertext-blob', blob('sealed'), '--region', OTHER_REGION)
    expect(Buffer.from(opened.Plaintext ?? '', 'base64').toString()).toBe('from here')
    expect(opened.KeyId).toContain(`:${OTHER_REGION}:`)
    expect(await kms('describe-key', '--key-id', key)).toMatchObject({
      KeyMetadata: {
        MultiRegionConfiguration: {
          MultiRegionKeyType: 'PRIMARY',
          PrimaryKey: { Region: REGION },
          ReplicaKeys: [{ Region: OTHER_REGION }],
        },
      },
    })
  })

  it('makes a grant, lists it and retires it', async () => {
    const key = await newKey()
    const grant = await kms(
      'create-grant',
      ...['--key-id', key, '--grantee-principal', ROOT, '--retiring-principal', ROOT],
      ...['--operations', 'Encrypt', 'Decrypt', '--constraints', 'EncryptionContextSubset={tenant=cli}'],
    )
    const listed: unknown = await kms('list-grants', '--key-id', key)
    expect(listed).toMatchObject({
      Grants: [{ GrantId: grant.GrantId, Constraints: { EncryptionContextSubset: { tenant: 'cli' } } }],
    })
    const retirable: unknown = await kms('list-retirable-grants', '--retiring-principal', ROOT)
    expect(retirable).toMatchObject({ Grants: [{ GrantId: grant.GrantId }] })
    expect(await kms('retire-grant', '--grant-token', grant.GrantToken ?? '')).toBeUndefined()
    expect(await kms('list-grants', '--key-id', key)).toMatchObject({ Grants: [] })
  })
})

describe.skipIf(!hasAws || !hasOpenssl)(
  'the AWS CLI with OpenSSL (skipped where `aws` or `openssl` is missing)',
  () => {
    const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:-1']

    it.each([
      ['RSA_2048', 'RSASSA_PSS_SHA_256', '-sha256', PSS],
      ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', '-sha512', []],
      ['ECC_NIST_P384', 'ECDSA_SHA_384', '-sha384', []],
      ['ECC_SECG_P256K1', 'ECDSA_SHA_256', '-sha256', []],
    ])('signs with %s and %s what OpenSSL verifies, message or digest', async (spec, algorithm, hash, options) => {
      const key = await newKey('--key-spec', spec, '--key-usage', 'SIGN_VERIFY')
      writeFileSync(path('message'), 'by cli')
      await openssl('dgst', hash, '-binary', '-out', 'digest', 'message')
      save('public.der', (await kms('get-public-key', '--key-id', key)).PublicKey)
      await openssl('pkey', '-pubin', '-inform', 'DER', '-in', 'public.der', '-pubout', '-out', 'public.pem')
      for (const [type, name] of [
        ['RAW', 'message'],
        ['DIGEST', 'digest'],
      ] as const) {
        const common = [
          '--key-id',
          key,
          '--signing-algorithm',
          algorithm,
          '--message-type',
          type,
          '--message',
          blob(name),
        ]
        save('signature', (await kms('sign', ...common)).Signature)
        const verify = ['dgst', hash, '-verify', 'public.pem', ...options, '-signature', 'signature', 'message']
        expect(await openssl(...verify)).toContain('Verified OK')
        expect(await kms('verify', ...common, '--signature', blob('signature'))).toMatchObject({ SignatureValid: true })
      }
    })

    /** As AWS says how: "Importing key material", steps 2 to 4. */
    async function importMaterial(key: string, wrapping: string, wrap: () => Promise<unknown>) {
      const parameters = await kms(
        'get-parameters-for-import',
        ...['--key-id', key, '--wrapping-algorithm', wrapping, '--wrapping-key-spec', 'RSA_3072'],
      )
      save('wrapping.der', parameters.PublicKey)
      save('token', parameters.ImportToken)
      await wrap()
      await kms(
        'import-key-material',
        ...['--key-id', key, '--encrypted-key-material', blob('wrapped'), '--import-token', blob('token')],
        ...['--expiration-model', 'KEY_MATERIAL_DOES_NOT_EXPIRE'],
      )
      expect(await kms('describe-key', '--key-id', key)).toMatchObject({ KeyMetadata: { KeyState: 'Enabled' } })
    }

    const OAEP = ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'].flatMap((it) => ['-pkeyopt', it])
    const encrypt = (from: string, to: string) =>
      openssl(
        'pkeyutl',
        '-encrypt',
        '-in',
        from,
        '-out',
        to,
        '-inkey',
        'wrapping.der',
        '-keyform',
        'DER',
        '-pubin',
        ...OAEP,
      )

    it('imports symmetric material that OpenSSL made and wrapped', async () => {
      const key = await newKey('--origin', 'EXTERNAL')
      await openssl('rand', '-out', 'material', '32')
      await importMaterial(key, 'RSAES_OAEP_SHA_256', () => encrypt('material', 'wrapped'))
      writeFileSync(path('plaintext'), 'imported')
      save('sealed', (await kms('encrypt', '--key-id', key, '--plaintext', blob('plaintext'))).CiphertextBlob)
      const { Plaintext = '' } = await kms('decrypt', '--ciphertext-blob', blob('sealed'))
      expect(Buffer.from(Plaintext, 'base64').toString()).toBe('imported')
    })

    it('imports a private key that OpenSSL made and wrapped under an AES key', async () => {
      const key = await newKey('--origin', 'EXTERNAL', '--key-spec', 'RSA_2048', '--key-usage', 'SIGN_VERIFY')
      await openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'private.pem')
      await openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'private.pem', '-outform', 'DER', '-out', 'private.der')
      await importMaterial(key, 'RSA_AES_KEY_WRAP_SHA_256', async () => {
        await openssl('rand', '-out', 'aes', '32')
        await encrypt('aes', 'aes.wrapped')
        const aes = readFileSync(path('aes')).toString('hex')
        const under = ['-id-aes256-wrap-pad', '-iv', 'A65959A6', '-K', aes]
        await openssl('enc', ...under, '-in', 'private.der', '-out', 'private.wrapped')
        writeFileSync(
          path('wrapped'),
          Buffer.concat(['aes.wrapped', 'private.wrapped'].map((it) => readFileSync(path(it)))),
        )
      })
      await openssl('pkey', '-in', 'private.pem', '-pubout', '-outform', 'DER', '-out', 'public.der')
      const { PublicKey } = await kms('get-public-key', '--key-id', key)
      expect(PublicKey).toBe(readFileSync(path('public.der')).toString('base64'))
    })
  },
)
