import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Secrets } from '#kernel/random.ts'
import type { CallerSession, Clocks, Vault } from '#kms/ports.ts'
import { newSecretAccessKey } from './access-key.ts'
import { newAccessKeyId } from './domain/unique-id.ts'
import type { SessionFor, SessionMint, TemporaryCredentials } from './ports.ts'
import { globalScope, mintSessionToken } from './session-token.ts'

export interface MintPorts {
  readonly vault: Vault
  readonly secrets: Secrets
  readonly clocks: Pick<Clocks, 'wall'>
}

/** Temporary credentials. Nothing of them is kept: their token proves them. */
export function createMint(ports: MintPorts): SessionMint {
  return ({ session: { mfa, policies, tags, transitive, sourceIdentity }, ...who }) => {
    const chained = { ...(transitive && { transitive }), ...(sourceIdentity !== undefined && { sourceIdentity }) }
    return mint(who, { mfa, policies, tags, ...chained }, ports)
  }
}

/** A call that a service is to make for a principal. */
export interface ForwardedFor {
  readonly sandbox: SandboxId
  readonly principal: Principal
  /** Of the principal's own credentials: what limits them limits the forwarded call. */
  readonly session?: CallerSession
}

const FORWARDED_SECONDS = 900

/**
 * Credentials with which an integrated service of this process, such as `ec2`, calls for a principal (AWS IAM user
 * guide, "Forward access sessions"). No operation gives them out: only here does a session get its `via`.
 */
export function mintForwarded(
  { sandbox, principal, session }: ForwardedFor,
  service: string,
  ports: MintPorts,
): Promise<TemporaryCredentials> {
  const { mfa = false, policies = [], tags = [], sourceIdentity } = session ?? {}
  const said = { mfa, policies, tags, ...(sourceIdentity !== undefined && { sourceIdentity }), via: service }
  return mint({ sandbox, principal, seconds: FORWARDED_SECONDS }, said, ports)
}

async function mint(
  { sandbox, principal, seconds }: Omit<SessionFor, 'session'>,
  said: Omit<CallerSession, 'issuedAt' | 'expiresAt'>,
  { vault, secrets, clocks }: MintPorts,
): Promise<TemporaryCredentials> {
  await vault.prepare(globalScope(sandbox, principal.account))
  // AWS counts whole seconds.
  const issuedAt = (Math.floor(clocks.wall.now() / 1000) * 1000) as EpochMillis
  const expiresAt = (issuedAt + seconds * 1000) as EpochMillis
  const accessKeyId = newAccessKeyId('ASIA', principal.account, secrets)
  const secretAccessKey = newSecretAccessKey(secrets)
  const session: CallerSession = { ...said, issuedAt, expiresAt }
  const claims = { accessKeyId, secretAccessKey, principal, session }
  return { accessKeyId, secretAccessKey, sessionToken: mintSessionToken(sandbox, claims, vault), expiresAt }
}
