import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adminAt } from './admin.ts'
import type { Credentials } from './credentials.ts'
import type { OriginOptions } from './origin.ts'
import { originOf } from './origin.ts'
import { launch } from './program.ts'
import type { Sandbox, SandboxOptions } from './sandbox.ts'
import { createSandbox } from './sandbox.ts'

export interface StartOptions extends OriginOptions {
  /** False leaves out the console, which starts faster and needs no build. */
  readonly console?: boolean
  /** Of what names none; us-east-1 where it is left out. */
  readonly region?: string
  /** Settings of a server that is started, such as `KEYSTEAD_LOG`. */
  readonly env?: Readonly<Record<string, string>>
  /** The administrator's access key; for a `url` it is that of the running server. */
  readonly credentials?: Credentials
  /** Of the console's user `admin`; for a `url` it is that of the running server. */
  readonly password?: string
  /** How long a server may take to be ready, in milliseconds; a minute where it is left out. */
  readonly timeout?: number
}

/** A Keystead to test with. */
export interface Keystead extends AsyncDisposable {
  /** The address of wire and console. */
  readonly url: string
  readonly region: string
  /** The administrator's: the root user of the first account of `main`. */
  readonly credentials: Credentials
  /** Of the console's user `admin`; undefined where a running server is used and it was not told. */
  readonly password: string | undefined
  /** A sandbox of its own, deleted when it is disposed of. */
  sandbox(options?: SandboxOptions): Promise<Sandbox>
  /** What a server that was started has printed: the newest part. */
  log(): string
  /** Ends a server that was started, and removes its data; a server that ran before runs on. */
  stop(): Promise<void>
}

const DEFAULT_REGION = 'us-east-1'
const DEFAULT_TIMEOUT = 60_000
const ACCESS_KEY_ID = 'AKIAKEYSTEADTESTKIT0'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Starts a Keystead with a port and data of its own, or takes one that runs; see OriginOptions. Throws Error that says
 * what is missing.
 */
export async function startKeystead(options: StartOptions = {}): Promise<Keystead> {
  const origin = originOf(options, process.env, process.cwd())
  return origin.kind === 'server'
    ? running(origin.url, options, process.env)
    : await started(origin.path, options, process.env)
}

function running(url: string, options: StartOptions, environment: Environment): Keystead {
  const { KEYSTEAD_ADMIN_ACCESS_KEY_ID: accessKeyId, KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: secretAccessKey } = environment
  const told = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
  const credentials = options.credentials ?? told
  if (!credentials) {
    throw new Error(
      `The access key of the administrator of ${url} is needed: the option \`credentials\`, or KEYSTEAD_ADMIN_ACCESS_KEY_ID and KEYSTEAD_ADMIN_SECRET_ACCESS_KEY.`,
    )
  }
  const password = options.password ?? environment.KEYSTEAD_ADMIN_PASSWORD
  return keysteadAt({ url, region: options.region ?? DEFAULT_REGION, credentials, password }, { log: () => '' })
}

async function started(path: string, options: StartOptions, environment: Environment): Promise<Keystead> {
  const { region = DEFAULT_REGION, timeout = DEFAULT_TIMEOUT, console = true, env = {} } = options
  const { credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: secret() }, password = secret() } = options
  const folder = await mkdtemp(join(tmpdir(), 'keystead-testkit-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const settings = {
    ...{ HOST: '127.0.0.1', PORT: '0', KEYSTEAD_DATA_DIR: join(folder, 'data'), KEYSTEAD_REGION: region },
    KEYSTEAD_ADMIN_ACCESS_KEY_ID: credentials.accessKeyId,
    KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    KEYSTEAD_ADMIN_PASSWORD: password,
  }
  const args = ['serve', ...(console ? [] : ['--no-console'])]
  try {
    const launched = { path, args, env: { ...inherited(environment), ...settings, ...env }, timeout }
    const { url, log, end } = await launch(launched)
    const stop = async () => {
      await end()
      await remove()
    }
    return keysteadAt({ url, region, credentials, password }, { log, stop })
  } catch (error) {
    await remove()
    throw error
  }
}

const secret = () => randomBytes(30).toString('base64url')

/** Without what would change the server: settings of other Keysteads and of the test runner's Node. */
function inherited(environment: Environment): NodeJS.ProcessEnv {
  const isForeign = (name: string) => /^(KEYSTEAD_|OTEL_|NODE_|VITEST)|^(PORT|HOST|DATABASE_URL)$/.test(name)
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !isForeign(name))),
    NODE_ENV: 'production',
  }
}

type Known = Pick<Keystead, 'url' | 'region' | 'credentials' | 'password'>

function keysteadAt(known: Known, { log, stop = async () => {} }: Pick<Keystead, 'log'> & Partial<Keystead>): Keystead {
  const { url, region, credentials } = known
  const admin = adminAt(url, credentials)
  return {
    ...known,
    sandbox: (options) => createSandbox(admin, { endpoint: url, region }, options),
    ...{ log, stop },
    [Symbol.asyncDispose]: () => stop(),
  }
}
