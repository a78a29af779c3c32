import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The one call of Prisma's schema engine that is used here; the package's own types describe an internal interface. */
type Engine = {
  diff(parameters: {
    from: DiffTarget
    to: DiffTarget
    script: true
    exitCode: null
    filters: { externalTables: []; externalEnums: [] }
  }): Promise<{ stdout: string | null }>
}
type DiffTarget = { tag: 'empty' } | { tag: 'schemaDatamodel'; files: { path: string; content: string }[] }
type Bindings = {
  __wbg_set_wasm(exports: unknown): void
  SchemaEngine: {
    new: (options: { datamodels: [string, string][] }, log: (line: string) => void, factory: object) => Promise<Engine>
  }
}
type Exports = WebAssembly.Exports & { __wbindgen_start(): void }

/** Loads the engine by hand: importing WebAssembly as a module is still marked experimental in Node 24. */
async function loadEngine(): Promise<Engine> {
  const script = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bindings: Bindings & WebAssembly.ModuleImports = await import(script)
  const bytes = readFileSync(fileURLToPath(script.replace(/\.js$/, '.wasm')))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  const exports = instance.exports as Exports
  bindings.__wbg_set_wasm(exports)
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: console.error } })
  exports.__wbindgen_start()
  const datamodel = 'datasource db {\n  provider = "sqlite"\n}'
  return await bindings.SchemaEngine.new({ datamodels: [['any.prisma', datamodel]] }, () => undefined, noDatabase())
}

let engine: Promise<Engine> | undefined

/** A database that answers nothing: a comparison of two schemas never asks it. */
function noDatabase() {
  const ok = async (value?: unknown) => ({ ok: true, value })
  const refuse = async () => {
    throw new Error('make-migration compares schemas only and has no database')
  }
  const kind = { provider: 'sqlite', adapterName: 'none' }
  const adapter = {
    ...kind,
    queryRaw: refuse,
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ ok: true, value: { supportsRelationJoins: false } }),
    dispose: () => ok(),
  }
  return { ...kind, connect: () => ok(adapter), connectToShadowDb: () => ok(adapter) }
}

function target(schema: string): DiffTarget {
  if (schema === '') return { tag: 'empty' }
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] }
}

/**
 * The SQL that turns a SQLite database of schema `from` into one of schema `to` (both Prisma schema texts; `''` is the
 * empty database), or `''` when they describe the same tables. Throws where a schema is not valid.
 */
export async function diffSchemas(from: string, to: string): Promise<string> {
  engine ??= loadEngine() // a second one in the same process would panic
  const { stdout } = await (await engine).diff({
    from: target(from),
    to: target(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  const sql = (stdout ?? '').trim()
  return sql === '' || sql === '-- This is an empty migration.' ? '' : `${sql}\n`
}
