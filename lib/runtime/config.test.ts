import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, parseConfig, publicOrigin } from './config.ts'

const HERE = '/srv/keystead'

function faults(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment, HERE)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

describe('configuration', () => {
  it('has a default for everything', () => {
    expect(parseConfig({ PATH: '/bin' }, HERE)).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: '/srv/keystead/.keystead',
      database: '/srv/keystead/.keystead/keystead.db',
      rootKey: { kind: 'file', path: '/srv/keystead/.keystead-root/root.key' },
      account: '111122223333',
      region: 'us-east-1',
      admin: {},
      auth: 'strict',
      log: 'info',
      xksPrivateHosts: [],
      trustedProxies: [],
      quotas: 'off',
      consoleSignIn: { allowed: true },
    })
  })

  it('reads how key stores in private networks are reached', () => {
    const text = 'xks.internal, 10.1.2.3:8443,http://LOCALHOST:8080,http://10.0.0.2'
    expect(parseConfig({ KEYSTEAD_XKS_PRIVATE_HOSTS: text }, HERE).xksPrivateHosts).toEqual([
      { host: 'xks.internal', port: 443, scheme: 'https' },
      { host: '10.1.2.3', port: 8443, scheme: 'https' },
      { host: 'localhost', port: 8080, scheme: 'http' },
      { host: '10.0.0.2', port: 80, scheme: 'http' },
    ])
  })

  it.each([
    'xks.internal/path',
    'ftp://xks.internal',
    'user@xks.internal',
    'a b',
    'a,,b',
    'a:99999',
    'a:0',
    'a,A:8443',
    '[fd00::1]:8443',
    'http://[::1]',
  ])('refuses %s as hosts of key stores', (KEYSTEAD_XKS_PRIVATE_HOSTS) => {
    expect(faults({ KEYSTEAD_XKS_PRIVATE_HOSTS })).toEqual([
      expect.stringMatching(/^KEYSTEAD_XKS_PRIVATE_HOSTS is .*it must name each host once/),
    ])
  })

  it('trusts the proxies that the operator names, and no other', () => {
    expect(parseConfig({ KEYSTEAD_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,fd00::/8' }, HERE).trustedProxies).toEqual([
      { address: '127.0.0.1', family: 'ipv4', prefix: 32 },
      { address: '10.0.0.0', family: 'ipv4', prefix: 8 },
      { address: 'fd00::', family: 'ipv6', prefix: 8 },
    ])
    expect(faults({ KEYSTEAD_TRUST_PROXY: 'proxy.internal' })).toEqual([
      expect.stringMatching(/^KEYSTEAD_TRUST_PROXY is 'proxy.internal': it must name the addresses or networks/),
    ])
  })

  it('takes what is set, paths from the working folder', () => {
    const config = parseConfig(
      {
        PORT: '0',
        HOST: '::1',
        KEYSTEAD_DATA_DIR: 'data',
        KEYSTEAD_ROOT_KEY: 'file:keys/root',
        DATABASE_URL: 'file:///var/lib/k.db',
        KEYSTEAD_ACCOUNT_ID: '000000000000',
        KEYSTEAD_REGION: 'eu-central-1',
        KEYSTEAD_ADMIN_ACCESS_KEY_ID: 'test',
        KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: 'test',
        KEYSTEAD_ADMIN_PASSWORD: 'pw',
        KEYSTEAD_AUTH: 'open',
        KEYSTEAD_LOG: 'off',
      },
      HERE,
    )
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      dataDir: '/srv/keystead/data',
      database: '/var/lib/k.db',
      rootKey: { kind: 'file', path: '/srv/keystead/keys/root' },
      account: '000000000000',
      region: 'eu-central-1',
      admin: { accessKey: { id: 'test', secret: 'test' }, password: 'pw' },
      auth: 'open',
      log: 'off',
    })
    expect(parseConfig({ KEYSTEAD_DATA_DIR: 'data' }, HERE).rootKey.path).toBe('/srv/keystead/data-root/root.key')
    expect(parseConfig({ DATABASE_URL: 'file:./k.db' }, HERE).database).toBe('/srv/keystead/k.db')
  })

  it('keeps events for good, or for a number of days', () => {
    expect(parseConfig({}, '/srv/keystead').retentionDays).toBeUndefined()
    expect(parseConfig({ KEYSTEAD_AUDIT_RETENTION_DAYS: '90' }, '/srv/keystead').retentionDays).toBe(90)
    for (const days of ['0', '-1', '1.5', 'ten', '100000']) {
      expect(() => parseConfig({ KEYSTEAD_AUDIT_RETENTION_DAYS: days }, '/')).toThrow('it must be a number of days')
    }
  })

  it('keeps checkpoints where the operator says, and nowhere else by default', () => {
    expect(parseConfig({}, '/srv/keystead').checkpointFile).toBeUndefined()
    const parsed = parseConfig({ KEYSTEAD_CHECKPOINT_FILE: '../kept/checkpoints' }, '/srv/keystead')
    expect(parsed.checkpointFile).toBe('/srv/kept/checkpoints')
  })

  it('finds the attestation root where the operator says, and takes none by default', () => {
    expect(parseConfig({}, HERE).nitroRoot).toBeUndefined()
    expect(parseConfig({ KEYSTEAD_NITRO_ROOT: 'nitro.pem' }, HERE).nitroRoot).toBe('/srv/keystead/nitro.pem')
  })

  it('treats an empty value as not set', () => {
    const empty = { KEYSTEAD_ADMIN_PASSWORD: '', KEYSTEAD_AUTH: '', KEYSTEAD_TLS_CERT: '', PORT: '' }
    expect(parseConfig(empty, HERE)).toEqual(parseConfig({}, HERE))
  })

  it('names every fault at once', () => {
    const wrong = { PORT: '70000', KEYSTEAD_AUTH: 'maybe', KEYSTEAD_REGION: 'mars-1', KEYSTEAD_ACCOUNT_ID: '1' }
    expect(faults(wrong)).toEqual([
      "KEYSTEAD_AUTH is 'maybe': it must be one of strict, open",
      "PORT is '70000': it must be a number from 0 to 65535",
      "KEYSTEAD_ACCOUNT_ID is '1': it must be 12 digits, and not 000000000007",
      "KEYSTEAD_REGION is 'mars-1': it is not an AWS Region",
    ])
    expect(() => parseConfig(wrong, HERE)).toThrow(
      /^The configuration cannot be used:\n {2}- KEYSTEAD_AUTH.*\n {2}- PORT/,
    )
  })

  it.each([
    ['KEYSTEAD_TLS_CERT', 'cert.pem'],
    ['KEYSTEAD_TLS_KEY', 'key.pem'],
    ['KEYSTEAD_ROOT_KEY', 'passphrase:secret'],
    ['KEYSTEAD_ROOT_KEY', 'env:secret'],
    ['KEYSTEAD_ROOT_KEY', 'pkcs11:token'],
    ['KEYSTEAD_ROOT_KEY', 'aws-kms:arn'],
    ['DATABASE_URL', 'postgresql://user:secret@host/db'],
  ])('refuses %s=%s by one line that says it is not built yet, without repeating a secret', (name, value) => {
    const found = faults({ [name]: value })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${name}.* not built yet`))
    expect(found[0]).not.toContain('secret')
  })

  it('takes the profile of the request quotas', () => {
    expect(parseConfig({}, HERE).quotas).toBe('off')
    expect(parseConfig({ KEYSTEAD_QUOTAS: 'aws' }, HERE).quotas).toBe('aws')
    expect(faults({ KEYSTEAD_QUOTAS: 'real' })).toEqual([
      "KEYSTEAD_QUOTAS is 'real': it must be one of off, aws, brief",
    ])
  })

  const OIDC = {
    KEYSTEAD_OIDC_ISSUER: 'https://id.example.com',
    KEYSTEAD_OIDC_CLIENT_ID: 'keystead',
    KEYSTEAD_OIDC_CLIENT_SECRET: 'hush',
    KEYSTEAD_OIDC_PRINCIPALS: 'principals.json',
  }

  it('takes an identity provider whole', () => {
    expect(parseConfig({}, HERE).oidc).toBeUndefined()
    expect(parseConfig(OIDC, HERE).oidc).toEqual({
      issuer: 'https://id.example.com',
      clientId: 'keystead',
      clientSecret: 'hush',
      principalsFile: join(HERE, 'principals.json'),
    })
  })

  it.each(Object.keys(OIDC))('refuses an identity provider without %s', (name) => {
    const found = faults({ ...OIDC, [name]: '' })
    expect(found).toEqual([expect.stringContaining('set all of them or none')])
    expect(found[0]).not.toContain('hush')
  })

  it.each(['http://id.example.com', 'id.example.com', 'https://u:p@id.example.com', 'https://id.example.com/?a'])(
    'refuses the issuer %s',
    (issuer) => {
      expect(faults({ ...OIDC, KEYSTEAD_OIDC_ISSUER: issuer })[0]).toContain('it must be an https URL')
    },
  )

  it('sends traces to the endpoint that OpenTelemetry names, as keystead unless told otherwise', () => {
    const tracesOf = (more: Record<string, string>) =>
      parseConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', ...more }, HERE).traces
    expect(parseConfig({ OTEL_SERVICE_NAME: 'kms' }, HERE).traces).toBeUndefined()
    expect(tracesOf({})).toEqual({ url: 'http://localhost:4318/v1/traces', serviceName: 'keystead' })
    expect(tracesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a.example/otlp/', OTEL_SERVICE_NAME: 'kms' })).toEqual({
      url: 'https://a.example/otlp/v1/traces',
      serviceName: 'kms',
    })
  })

  it.each(['localhost:4318', 'collector', 'ftp://secret@a', 'http://a/?token=secret', 'http://a/#b'])(
    'refuses %s as the endpoint of traces by one line that does not repeat it',
    (url) => {
      expect(faults({ OTEL_EXPORTER_OTLP_ENDPOINT: url })).toEqual([
        'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://localhost:4318',
      ])
    },
  )

  it('refuses to speak gRPC to a collector, where there is one', () => {
    const grpc = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }
    expect(faults(grpc)).toEqual([])
    expect(faults({ ...grpc, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' })).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not spoken; traces are sent as http/json',
    ])
  })

  it('asks whether another variable was meant', () => {
    expect(faults({ KEYSTEAD_DATADIR: 'x' })).toEqual([
      'KEYSTEAD_DATADIR is not a variable of Keystead; did you mean KEYSTEAD_DATA_DIR?',
    ])
    expect(faults({ KEYSTEAD_SOMETHING_ELSE_ENTIRELY: 'x' })).toEqual([
      'KEYSTEAD_SOMETHING_ELSE_ENTIRELY is not a variable of Keystead',
    ])
  })

  it('wants both halves of the access key, and an id that a signature can carry', () => {
    expect(faults({ KEYSTEAD_ADMIN_ACCESS_KEY_ID: 'a' })).toHaveLength(1)
    expect(faults({ KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: 'a' })).toHaveLength(1)
    expect(faults({ KEYSTEAD_ADMIN_ACCESS_KEY_ID: 'a/b', KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: 'a' })).toHaveLength(1)
  })

  it('refuses a public URL that is more than an origin', () => {
    for (const url of ['kms.example.com', 'ftp://a', 'https://a/b', 'https://u:p@a', 'https://a?b', 'https://a#']) {
      expect(faults({ KEYSTEAD_PUBLIC_URL: url })).toHaveLength(1)
    }
    expect(parseConfig({ KEYSTEAD_PUBLIC_URL: 'https://a.example/' }, HERE).publicUrl).toBe('https://a.example')
  })

  it('refuses open mode where others can reach it', () => {
    expect(faults({ KEYSTEAD_AUTH: 'open', HOST: '0.0.0.0' })).toHaveLength(1)
    expect(faults({ KEYSTEAD_AUTH: 'open', HOST: '0.0.0.0', KEYSTEAD_PUBLIC_URL: 'https://a.example' })).toHaveLength(1)
    expect(faults({ KEYSTEAD_AUTH: 'open', HOST: 'localhost' })).toEqual([])
  })

  it('allows sign-in on a public address only behind https', () => {
    const bare = parseConfig({ HOST: '0.0.0.0' }, HERE).consoleSignIn
    expect(bare).toEqual({ allowed: false, reason: expect.stringContaining('KEYSTEAD_PUBLIC_URL') })
    const http = { HOST: '0.0.0.0', KEYSTEAD_PUBLIC_URL: 'http://a.example' }
    expect(parseConfig(http, HERE).consoleSignIn.allowed).toBe(false)
    const https = { HOST: '0.0.0.0', KEYSTEAD_PUBLIC_URL: 'https://a.example' }
    expect(parseConfig(https, HERE).consoleSignIn.allowed).toBe(true)
  })

  it('gives the origin in force', () => {
    expect(publicOrigin(parseConfig({ PORT: '0' }, HERE), 4567)).toBe('http://127.0.0.1:4567')
    expect(publicOrigin(parseConfig({ HOST: '::1' }, HERE))).toBe('http://[::1]:3000')
    expect(publicOrigin(parseConfig({ KEYSTEAD_PUBLIC_URL: 'https://a.example' }, HERE), 1)).toBe('https://a.example')
  })
})
