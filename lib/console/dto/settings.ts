/** A user of the console, as it is told. */
export interface ConsoleUserDto {
  readonly account: string
  readonly userName: string
  /** Stays the same under a new name. */
  readonly principalId: string
  /** What is typed to sign in. */
  readonly signInName: string
  readonly principalArn: string
  /** Whether the operator set the password, so that it cannot change here. */
  readonly configured: boolean
  readonly hasPassword: boolean
  readonly hasTotp: boolean
  /** How many recovery codes are left. */
  readonly recoveryCodes: number
  readonly createdAt?: number
  readonly lastSignInAt?: number
  readonly passwordChangedAt?: number
}

export interface SelfDto extends ConsoleUserDto {
  readonly method: 'password' | 'oidc'
}

/** A signed-in browser of the user. */
export interface SessionDto {
  readonly id: string
  /** The one that asks. */
  readonly own: boolean
  readonly createdAt: number
  readonly seenAt: number
  /** When it ends if it is not used. */
  readonly endsAt: number
  readonly sourceIp: string
  readonly userAgent: string
  readonly method: 'password' | 'oidc'
  readonly mfa: boolean
}

/** What of the installation everyone who is signed in may know. */
export interface InstallationDto {
  readonly version: string
  readonly instanceId: string
  readonly accountId: string
  readonly region: string
  readonly authMode: 'strict' | 'open'
  readonly endpoint: string
  /** Ed25519, base64: what the log's checkpoints are verified with. */
  readonly auditPublicKey: string
  /** Of the identity provider. */
  readonly issuer?: string
}

/** For the authenticator; the picture is of the URI. */
export interface EnrolmentDto {
  readonly uri: string
  readonly secret: string
  /** Comes back with the first code. */
  readonly token: string
}

/** Who a user of the console is: the name of AWS IAM, and the account. */
export interface UserNameDto {
  readonly account: string
  readonly userName: string
}

/** Whose access it is, whatever they are called by now. */
export interface UserIdDto {
  readonly account: string
  readonly principalId: string
}
