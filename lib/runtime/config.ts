import { join, resolve } from 'node:path'
import { isLoopback } from '#auth/loopback.ts'
import type { AccountId, Region } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import { AWS_ACCOUNT } from '#kernel/scope.ts'
import type { QuotaProfile } from '#kms/ports.ts'
import { QUOTA_PROFILES } from '#kms/ports.ts'
import { findRegion } from '#model/regions.ts'
import { type ProxyNetwork, parseTrustedProxies } from '#wire/trusted-proxies.ts'
import type { PrivateHost } from '#xks/private-hosts.ts'
import { parsePrivateHosts } from '#xks/private-hosts.ts'
import { suggest } from './suggest.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'off'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const AUTH_MODES = ['strict', 'open'] as const
export type AuthMode = (typeof AUTH_MODES)[number]

/** The whole configuration, checked; see the table in docs/architecture.md. */
export interface Config {
  readonly host: string
  /** 0 lets the system choose; the port in use is known after listening. */
  readonly port: number
  /** The origin people use, where one is set; `publicOrigin` gives the one in force. */
  readonly publicUrl?: string
  /** Absolute. */
  readonly dataDir: string
  /** Absolute path of the SQLite file. */
  readonly database: string
  readonly rootKey: RootKeySource
  readonly account: AccountId
  readonly region: Region
  readonly admin: AdminSettings
  readonly auth: AuthMode
  readonly log: LogLevel
  /** Absolute: where each checkpoint of the audit log is appended, beside the database. */
  readonly checkpointFile?: string
  /** How long events stay; for good where it is left out. */
  readonly retentionDays?: number
  /** Absolute: PEM of the roots that attestation documents must come from. Without one no `Recipient` is taken. */
  readonly nitroRoot?: string
  /** What external key stores may name although it is in a private network. */
  readonly xksPrivateHosts: readonly PrivateHost[]
  /** Whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly ProxyNetwork[]
  /** Undefined where nobody is to be sent traces. */
  readonly traces?: TraceSettings
  /** Who may vouch for users of the console; undefined where only passwords do. */
  readonly oidc?: OidcSource
  /** Which request quotas `main` has. */
  readonly quotas: QuotaProfile
  /** Whether the console takes sign-ins, and if not, why, in words for its user. */
  readonly consoleSignIn: { readonly allowed: true } | { readonly allowed: false; readonly reason: string }
}

export interface RootKeySource {
  readonly kind: 'file'
  /** Absolute. */
  readonly path: string
}

/** What the operator sets; the rest is made at first start. */
export interface AdminSettings {
  readonly accessKey?: { readonly id: string; readonly secret: string }
  readonly password?: string
}

/** An identity provider, and the absolute path of the file that says who is who. */
export interface OidcSource {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly principalsFile: string
}

/** Where traces go, and as whose. */
export interface TraceSettings {
  /** Takes OTLP over HTTP, as JSON. */
  readonly url: string
  readonly serviceName: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** A configuration that cannot be used. The message names every fault, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(['The configuration cannot be used:', ...faults.map((fault) => `  - ${fault}`)].join('\n'))
    this.faults = faults
  }
}

/** Variables whose part is not built yet, and what helps meanwhile. */
const UNBUILT: Readonly<Record<string, string>> = {
  KEYSTEAD_TLS_CERT: 'serve TLS from a reverse proxy and set KEYSTEAD_PUBLIC_URL to its https URL',
  KEYSTEAD_TLS_KEY: 'serve TLS from a reverse proxy and set KEYSTEAD_PUBLIC_URL to its https URL',
}

const BUILT: readonly string[] = [
  'KEYSTEAD_PUBLIC_URL',
  'KEYSTEAD_TRUST_PROXY',
  'KEYSTEAD_DATA_DIR',
  'KEYSTEAD_ROOT_KEY',
  'KEYSTEAD_ACCOUNT_ID',
  'KEYSTEAD_REGION',
  'KEYSTEAD_ADMIN_ACCESS_KEY_ID',
  'KEYSTEAD_ADMIN_SECRET_ACCESS_KEY',
  'KEYSTEAD_ADMIN_PASSWORD',
  'KEYSTEAD_AUTH',
  'KEYSTEAD_QUOTAS',
  'KEYSTEAD_CHECKPOINT_FILE',
  'KEYSTEAD_AUDIT_RETENTION_DAYS',
  'KEYSTEAD_XKS_PRIVATE_HOSTS',
  'KEYSTEAD_LOG',
  'KEYSTEAD_NITRO_ROOT',
  'KEYSTEAD_OIDC_ISSUER',
  'KEYSTEAD_OIDC_CLIENT_ID',
  'KEYSTEAD_OIDC_CLIENT_SECRET',
  'KEYSTEAD_OIDC_PRINCIPALS',
]

/** Read by test tools and the test kit, which may share their environment with the servers that they use. */
const TEST_TOOLS: readonly string[] = ['KEYSTEAD_SHARED', 'KEYSTEAD_PROGRAM', 'KEYSTEAD_URL']

/** Reads variables and gathers every fault, so that all are told together. An empty value counts as not set. */
class Reader {
  readonly faults: string[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  text(name: string): string | undefined {
    return this.#environment[name] || undefined
  }

  /** The parsed value, or the default where none is set or it does not parse. */
  read<T>(name: string, otherwise: T, parse: (text: string) => T | undefined, wanted: string): T {
    const text = this.text(name)
    if (text === undefined) return otherwise
    const value = parse(text)
    if (value === undefined) this.faults.push(`${name} is '${text}': ${wanted}`)
    return value ?? otherwise
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const parse = (text: string) => choices.find((choice) => choice === text)
    return this.read(name, otherwise, parse, `it must be one of ${choices.join(', ')}`)
  }
}

/** Parses the environment once. Throws ConfigError naming every fault. */
export function parseConfig(environment: Environment, workingDirectory: string): Config {
  const reader = new Reader(environment)
  checkNames(reader, environment)
  const host = reader.text('HOST') ?? '127.0.0.1'
  const dataDir = resolve(workingDirectory, reader.text('KEYSTEAD_DATA_DIR') ?? '.keystead')
  const publicUrl = readPublicUrl(reader)
  const auth = reader.choice('KEYSTEAD_AUTH', AUTH_MODES, 'strict')
  if (auth === 'open' && !isLoopback(host)) {
    reader.faults.push(`KEYSTEAD_AUTH=open lets everyone in, so HOST must be a loopback address, not '${host}'`)
  }
  const traces = readTraces(reader)
  const oidc = readOidcSource(reader, workingDirectory)
  const checkpointFile = reader.text('KEYSTEAD_CHECKPOINT_FILE')
  const retentionDays = reader.read(
    'KEYSTEAD_AUDIT_RETENTION_DAYS',
    undefined,
    parseDays,
    'it must be a number of days',
  )
  const nitroRoot = reader.text('KEYSTEAD_NITRO_ROOT')
  const config: Config = {
    host,
    port: reader.read('PORT', 3000, parsePort, 'it must be a number from 0 to 65535'),
    ...(publicUrl ? { publicUrl } : {}),
    dataDir,
    database: readDatabase(reader, workingDirectory, dataDir),
    rootKey: readRootKey(reader, workingDirectory, dataDir),
    account: reader.read(
      'KEYSTEAD_ACCOUNT_ID',
      '111122223333' as AccountId,
      parseAccount,
      `it must be 12 digits, and not ${AWS_ACCOUNT}`,
    ),
    region: reader.read('KEYSTEAD_REGION', 'us-east-1' as Region, parseRegion, 'it is not an AWS Region'),
    admin: readAdmin(reader),
    auth,
    log: reader.choice('KEYSTEAD_LOG', LOG_LEVELS, 'info'),
    ...(traces && { traces }),
    ...(oidc && { oidc }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(checkpointFile !== undefined && { checkpointFile: resolve(workingDirectory, checkpointFile) }),
    ...(nitroRoot !== undefined && { nitroRoot: resolve(workingDirectory, nitroRoot) }),
    xksPrivateHosts: readPrivateHosts(reader),
    trustedProxies: readTrustedProxies(reader),
    quotas: reader.choice('KEYSTEAD_QUOTAS', QUOTA_PROFILES, 'off'),
    consoleSignIn: consoleSignIn(host, publicUrl),
  }
  if (reader.faults.length > 0) throw new ConfigError(reader.faults)
  return config
}

/** The configuration of this process. */
export function configFromEnvironment(): Config {
  return parseConfig(process.env, process.cwd())
}

/** The origin in force: the one that is set, else where the server listens. */
export function publicOrigin(config: Config, port = config.port): string {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return config.publicUrl ?? `http://${host}:${port}`
}

/** Tells Next, React and next-auth what they read from the environment. Must come before they are loaded. */
export function prepareNextEnvironment(origin: string, dev: boolean): void {
  const NODE_ENV = dev ? 'development' : 'production'
  Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: '1', NEXTAUTH_URL: origin, NODE_ENV })
}

function checkNames(reader: Reader, environment: Environment): void {
  const known = [...BUILT, ...Object.keys(UNBUILT), ...TEST_TOOLS]
  for (const name of Object.keys(environment).sort()) {
    const instead = UNBUILT[name]
    if (instead !== undefined && reader.text(name)) reader.faults.push(`${name} is not built yet: ${instead}`)
    if (!name.startsWith('KEYSTEAD_') || known.includes(name)) continue
    const meant = suggest(name, known)
    reader.faults.push(`${name} is not a variable of Keystead${meant ? `; did you mean ${meant}?` : ''}`)
  }
}

function readPublicUrl(reader: Reader): string | undefined {
  const wanted = 'it must be an origin such as https://kms.example.com, without a path'
  return reader.read<string | undefined>('KEYSTEAD_PUBLIC_URL', undefined, parseOrigin, wanted)
}

function readDatabase(reader: Reader, workingDirectory: string, dataDir: string): string {
  const url = reader.text('DATABASE_URL')
  if (url === undefined) return join(dataDir, 'keystead.db')
  // A PostgreSQL URL may hold a password, so the value is not repeated.
  if (/^postgres(ql)?:/.test(url)) reader.faults.push('DATABASE_URL: PostgreSQL is not built yet; use file:<path>')
  else if (!/^file:.+/.test(url)) reader.faults.push('DATABASE_URL must be file:<path>')
  return resolve(workingDirectory, url.replace(/^file:(\/\/(?=\/))?/, ''))
}

function readRootKey(reader: Reader, workingDirectory: string, dataDir: string): RootKeySource {
  const source = reader.text('KEYSTEAD_ROOT_KEY')
  if (source === undefined) return { kind: 'file', path: join(`${dataDir}-root`, 'root.key') }
  const [, kind = '', rest = ''] = /^([a-z0-9-]+):(.*)$/s.exec(source) ?? []
  // What follows the kind may be a secret, so it is not repeated.
  if (['env', 'passphrase', 'pkcs11', 'aws-kms'].includes(kind)) {
    reader.faults.push(`KEYSTEAD_ROOT_KEY: a root key of the kind ${kind} is not built yet; use file:<path>`)
  } else if (kind !== 'file' || rest === '') reader.faults.push('KEYSTEAD_ROOT_KEY must be file:<path>')
  return { kind: 'file', path: resolve(workingDirectory, rest) }
}

function readAdmin(reader: Reader): AdminSettings {
  const id = reader.text('KEYSTEAD_ADMIN_ACCESS_KEY_ID')
  const secret = reader.text('KEYSTEAD_ADMIN_SECRET_ACCESS_KEY')
  const password = reader.text('KEYSTEAD_ADMIN_PASSWORD')
  if ((id === undefined) !== (secret === undefined)) {
    reader.faults.push('KEYSTEAD_ADMIN_ACCESS_KEY_ID and KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: set both or neither')
  }
  if (id && /[\s/,]/.test(id)) {
    reader.faults.push('KEYSTEAD_ADMIN_ACCESS_KEY_ID holds a space, comma or slash, which no signature can carry')
  }
  return { ...(id && secret ? { accessKey: { id, secret } } : {}), ...(password ? { password } : {}) }
}

/** All four or none. The secret is not repeated. */
function readOidcSource(reader: Reader, workingDirectory: string): OidcSource | undefined {
  const issuer = reader.text('KEYSTEAD_OIDC_ISSUER')
  const clientId = reader.text('KEYSTEAD_OIDC_CLIENT_ID')
  const clientSecret = reader.text('KEYSTEAD_OIDC_CLIENT_SECRET')
  const principals = reader.text('KEYSTEAD_OIDC_PRINCIPALS')
  if (issuer && !isIssuer(issuer)) {
    reader.faults.push(`KEYSTEAD_OIDC_ISSUER is '${issuer}': it must be an https URL, or an http one on this machine`)
  }
  if (issuer && clientId && clientSecret && principals) {
    return { issuer, clientId, clientSecret, principalsFile: resolve(workingDirectory, principals) }
  }
  if (issuer || clientId || clientSecret || principals) {
    reader.faults.push('KEYSTEAD_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _PRINCIPALS: set all of them or none')
  }
  return undefined
}

/** Whether codes and tokens may go to an issuer: over TLS, or within this machine. */
function isIssuer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.search || url.hash || url.username) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

/** OpenTelemetry's own variables: the paths of the signals are appended to the endpoint (OTLP exporter specification). */
function readTraces(reader: Reader): TraceSettings | undefined {
  const endpoint = reader.text('OTEL_EXPORTER_OTLP_ENDPOINT')
  if (endpoint === undefined) return undefined
  if (reader.text('OTEL_EXPORTER_OTLP_PROTOCOL') === 'grpc') {
    reader.faults.push('OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not spoken; traces are sent as http/json')
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  // A URL may hold a password or a token, so the value is not repeated.
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    reader.faults.push('OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://localhost:4318')
    return undefined
  }
  const serviceName = reader.text('OTEL_SERVICE_NAME') ?? 'keystead'
  return { url: `${url.href.replace(/\/$/, '')}/v1/traces`, serviceName }
}

function readPrivateHosts(reader: Reader): readonly PrivateHost[] {
  const wanted =
    'it must name each host once, by a name or an IPv4 address, as in xks.internal,10.1.2.3:8443,http://localhost:8080'
  return reader.read<readonly PrivateHost[]>('KEYSTEAD_XKS_PRIVATE_HOSTS', [], parsePrivateHosts, wanted)
}

function readTrustedProxies(reader: Reader): readonly ProxyNetwork[] {
  const wanted = 'it must name the addresses or networks of proxies, as in 127.0.0.1,10.0.0.0/8,fd00::/8'
  return reader.read<readonly ProxyNetwork[]>('KEYSTEAD_TRUST_PROXY', [], parseTrustedProxies, wanted)
}

function consoleSignIn(host: string, publicUrl: string | undefined): Config['consoleSignIn'] {
  if (isLoopback(host) || publicUrl?.startsWith('https:')) return { allowed: true }
  const reason = `Sign-in is off: the server listens on ${host} without TLS, so a password would cross the network in clear text. Put a TLS proxy in front and set KEYSTEAD_PUBLIC_URL to its https address, or set HOST to 127.0.0.1.`
  return { allowed: false, reason }
}

function parseDays(text: string): number | undefined {
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : undefined
}

function parseAccount(text: string): AccountId | undefined {
  return isAccountId(text) && text !== AWS_ACCOUNT ? text : undefined
}

function parseRegion(text: string): Region | undefined {
  return findRegion(text)?.region
}

function parseOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  return isOrigin ? url.origin : undefined
}
