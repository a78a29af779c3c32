import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { KMSClient, paginateListAliases } from '@aws-sdk/client-kms'
import { signInByApi } from '../console/sign-in-by-api.ts'
import { type Server, startServer } from '../support/server.ts'

const PROGRAM = resolve(import.meta.dirname, '../../bin/keystead.mjs')
const REGION = 'us-east-1'
const ACCOUNT = '111122223333'

/** A built server with the sample of `npx keystead demo`, and a signed-in session. */
export interface Sample extends AsyncDisposable {
  readonly url: string
  readonly dataDir: string
  /** For the `Cookie` header. */
  readonly cookie: string
  readonly session: Awaited<ReturnType<typeof signInByApi>>
  /** The key id behind `alias/<name>`. */
  key(name: string): string
  /** The address of a page: `path('keys')`. */
  path(page: string): string
}

/** Where the test of the sample leaves what it has loaded, for the tests of the pages. */
export const LOADED = resolve(import.meta.dirname, '../../node_modules/.cache/keystead-sample')

/** Loads the sample into a new server. */
export async function serveSample(): Promise<Sample> {
  const server = await startServer()
  const env = { ...process.env, ...server.env, PORT: String(server.port), KEYSTEAD_DATA_DIR: server.dataDir }
  const loaded = spawnSync(process.execPath, [PROGRAM, 'demo'], { env, encoding: 'utf8' })
  if (loaded.status !== 0) throw new Error(`the sample could not be loaded: ${loaded.stderr}`)
  return sampleOn(server)
}

/** Starts a server on a copy of the loaded sample. */
export async function serveLoaded(): Promise<Sample> {
  return sampleOn(await startServer({ from: LOADED }))
}

async function sampleOn(server: Server): Promise<Sample> {
  const { accessKeyId, secretAccessKey, url } = server
  const kms = new KMSClient({ endpoint: url, region: REGION, credentials: { accessKeyId, secretAccessKey } })
  const keys = new Map<string, string>()
  for await (const { Aliases = [] } of paginateListAliases({ client: kms }, {})) {
    for (const { AliasName = '', TargetKeyId } of Aliases) {
      if (TargetKeyId !== undefined) keys.set(AliasName.replace('alias/', ''), TargetKeyId)
    }
  }
  kms.destroy()
  const session = await signInByApi(server)
  return {
    url,
    dataDir: server.dataDir,
    session,
    cookie: session.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    key(name) {
      const id = keys.get(name)
      if (id === undefined) throw new Error(`the sample has no alias/${name}`)
      return id
    },
    path: (page) => `/main/${ACCOUNT}/${REGION}/${page}`,
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
