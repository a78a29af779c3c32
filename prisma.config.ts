import { defineConfig } from 'prisma/config'

// Without this every command would download an engine. Any program that is there will do: `generate`, `validate` and
// `format` never start it, and the commands that would (migrate, db) fail loudly, as they should.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma' })
