import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { banner } from '#runtime/banner.ts'
import type { Config } from '#runtime/config.ts'
import { configFromEnvironment, prepareNextEnvironment, publicOrigin } from '#runtime/config.ts'
import type { Log } from '#runtime/log.ts'
import { createLog } from '#runtime/log.ts'
import type { Started, StartOptions } from '#runtime/start.ts'
import { assertDataFree, start } from '#runtime/start.ts'
import { VERSION } from '#runtime/version.ts'
import { createAdminHttp } from '#wire/admin-http.ts'
import { createWire } from '#wire/handle.ts'
import { createIntegrationsHttp } from '#wire/integrations-http.ts'
import { createMetricsHttp } from '#wire/metrics-http.ts'
import { createSourceOf } from '#wire/trusted-proxies.ts'
import { createXksHttp } from '#wire/xks-http.ts'
import { startConsole } from './console.ts'
import type { Faces, Front } from './front.ts'
import { createFront } from './front.ts'
import { drain, ListenError, listen } from './listening.ts'
import { explain } from './refusal.ts'

export interface ServeOptions extends Pick<StartOptions, 'openStore'> {
  /** Whether Next and the console are served beside the wire. */
  readonly console: boolean
  /** Whether pages are built on demand and reloaded. */
  readonly dev: boolean
}

/** Starts the server and returns when it is ready; it runs until SIGTERM, SIGINT or SIGHUP. A refusal ends the process. */
export async function serve(options: ServeOptions): Promise<void> {
  // Whatever this process writes is nobody else's to read.
  process.umask(0o077)
  try {
    const config = configFromEnvironment()
    const log = createLog(config.log)
    process.once('exit', () => log.flush())
    // A log that nobody reads any more, as of a closed terminal, is no reason to stop serving.
    process.stderr.on('error', () => undefined)
    await run(config, log, options)
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  }
}

async function run(config: Config, log: Log, options: ServeOptions): Promise<void> {
  const front = createFront(createSourceOf(config.trustedProxies), (error) => log.error('a page failed', error))
  const server = createServer(front.listener)
  const port = await listenOrName(server, config)
  const origin = publicOrigin(config, port)
  const started = await start(config, origin, log, { ...options, endpoint: ownEndpoint(config, port) })
  const ending = stopOnSignal(server, started, log)
  await open(front, server, started, { ...options, config, log, port, origin })
  if (ending.begun) return
  process.stdout.write(banner({ ...started.facts, local: localOrigin(config, port), console: options.console }))
}

/** When the port is taken by a process that owns the same data, that is what the operator must know. */
async function listenOrName(server: Server, config: Config): Promise<number> {
  try {
    return await listen(server, config.host, config.port)
  } catch (error) {
    if (error instanceof ListenError) assertDataFree(config)
    throw error
  }
}

interface Opening extends ServeOptions {
  readonly config: Config
  readonly log: Log
  readonly port: number
  readonly origin: string
}

/** Puts the faces behind the port, once all of them can answer. */
async function open(front: Front, server: Server, { instance, facts }: Started, opening: Opening): Promise<void> {
  const { config, log, port, origin } = opening
  const signed = {
    identities: instance.identities,
    clock: instance.clocks.wall,
    ids: instance.ids,
    log,
    observer: instance.observer,
    signingKeys: instance.metrics.caches.signing_keys,
    ...(config.auth === 'open' ? { open: { publicOrigin: origin } } : {}),
  }
  const { sts, iam, cloudTrail } = instance
  const wire = createWire({ ...signed, skewOf: instance.clockSkew, kms: instance, sts, iam, cloudTrail })
  const xks = createXksHttp({ ...signed, xks: instance.xks })
  const { account, region } = config
  const { ids, metrics, observer } = instance
  const administered = { accessKey: facts.credentials.accessKey, publicOrigin: origin, ids }
  const admin = createAdminHttp({
    ...{ ...administered, admin: instance.admin, account, region, observer, version: VERSION, log },
    integrations: instance.integrations.operations,
  })
  const health = async () => {
    const state = await instance.health()
    return state.ok ? ({ ok: true, version: VERSION } as const) : state
  }
  const next = opening.console ? await consoleOf(opening, server, port, origin) : undefined
  const integrations = createIntegrationsHttp({
    ...{ integrations: instance.integrations, identities: instance.identities, region, ids, observer },
    ...{ publicOrigin: origin, open: config.auth === 'open', log },
  })
  front.open({ wire, xks, admin, integrations, metrics: createMetricsHttp({ ...administered, metrics }), health, next })
}

function consoleOf({ dev, config }: Opening, server: Server, port: number, origin: string): Promise<Faces['next']> {
  prepareNextEnvironment(origin, dev)
  return startConsole({ dev, hostname: config.host, port, server, origin })
}

/** Where this process reaches its own port: by the loopback address where it listens on all of them. */
function ownEndpoint(config: Config, port: number): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[config.host] ?? config.host
  return localOrigin({ ...config, host }, port)
}

function localOrigin(config: Config, port: number): string {
  const { publicUrl: _, ...local } = config
  return publicOrigin(local, port)
}

/** Answers what is under way, writes what waits, gives the data free, and ends. A second signal ends at once. */
function stopOnSignal(server: Server, { instance }: Started, log: Log): { readonly begun: boolean } {
  const state = { begun: false }
  const stop = async () => {
    if (state.begun) process.exit(1)
    state.begun = true
    try {
      instance.endTails()
      instance.endDelays()
      await drain(server)
      await instance.close()
      log.info('stopped')
      process.exit(0)
    } catch (error) {
      log.error('stopping failed', error)
      process.exit(1)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
  return state
}
