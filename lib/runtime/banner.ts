import type { AuthMode, Config } from './config.ts'
import type { AdminCredentials, Origin } from './credentials.ts'
import { AWS_PROFILE } from './credentials.ts'

/** All that the start-up message tells. */
export interface BannerFacts {
  readonly version: string
  readonly instanceId: string
  /** Where people and clients reach the server. */
  readonly origin: string
  /** Where it listens on this machine. */
  readonly local: string
  readonly console: boolean
  readonly consoleSignIn: Config['consoleSignIn']
  readonly auth: AuthMode
  readonly account: string
  readonly region: string
  readonly dataDir: string
  readonly rootKeyFile: string
  readonly credentials: AdminCredentials
  /** Ed25519, base64 of the 32 bytes or a PEM body. */
  readonly auditPublicKey?: string
  /** How many CloudHSM clusters the operator simulates. */
  readonly simulatedClusters?: number
}

/** The message printed once at start. Secrets stand in it only when they were made by this very start. */
export function banner(facts: BannerFacts): string {
  const lines = [
    `Keystead ${facts.version} · instance ${facts.instanceId}`,
    '',
    ...consoleLines(facts),
    ...credentialLines(facts),
    ...(facts.auditPublicKey ? [row('Audit public key', `Ed25519 ${facts.auditPublicKey}`)] : []),
    ...clusterLine(facts),
    row('Data', facts.dataDir),
    row('Root key', `${facts.rootKeyFile} (development grade: root key on the same disk)`),
    '',
    'Try it:',
    `  ${tryLine(facts)}`,
    '',
    `Keystead is ready on ${facts.local}`,
  ]
  return `${lines.join('\n')}\n`
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(18)}${value}`
}

function clusterLine({ simulatedClusters: count = 0 }: BannerFacts): string[] {
  return count === 0 ? [] : [row('CloudHSM', `${count} simulated in software; there are no HSMs`)]
}

function consoleLines(facts: BannerFacts): string[] {
  if (!facts.console) return [row('Endpoint', facts.origin), row('Console', 'off (--no-console)')]
  if (!facts.consoleSignIn.allowed) return [row('Console', facts.origin), row('Sign-in', facts.consoleSignIn.reason)]
  const { password, origin } = facts.credentials.password
  return [
    row('Console', facts.origin),
    row('Sign-in user', 'admin'),
    row('Sign-in password', told(origin, password)),
    ...keptNote(origin),
  ]
}

function credentialLines(facts: BannerFacts): string[] {
  if (facts.auth === 'open') {
    return [row('AWS credentials', 'any; a 12-digit access key id names the account (KEYSTEAD_AUTH=open)')]
  }
  const { id, secret, origin } = facts.credentials.accessKey
  return [
    row('AWS access key id', id),
    row('AWS secret key', told(origin, secret)),
    ...keptNote(origin),
    row('Account, Region', `${facts.account}, ${facts.region}`),
  ]
}

function told(origin: Origin, secret: string): string {
  switch (origin.from) {
    case 'made':
      return secret
    case 'file':
      return `kept in ${origin.file}`
    case 'environment':
      return 'as set in the environment'
  }
}

function keptNote(origin: Origin): string[] {
  return origin.from === 'made' ? [row('', `shown this once; kept in ${origin.file}`)] : []
}

/** A command that works as pasted into a shell that has the AWS CLI. */
function tryLine(facts: BannerFacts): string {
  const command = `aws kms create-key --endpoint-url ${facts.origin} --region ${facts.region}`
  if (facts.auth === 'open') return `AWS_ACCESS_KEY_ID=${facts.account} AWS_SECRET_ACCESS_KEY=any ${command}`
  const { id, secret, origin } = facts.credentials.accessKey
  switch (origin.from) {
    case 'made':
      return `AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${secret} ${command}`
    case 'file':
      return `AWS_SHARED_CREDENTIALS_FILE=${quoted(origin.file)} ${command} --profile ${AWS_PROFILE}`
    case 'environment':
      return `AWS_ACCESS_KEY_ID=${quoted(id)} AWS_SECRET_ACCESS_KEY="$KEYSTEAD_ADMIN_SECRET_ACCESS_KEY" ${command}`
  }
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
