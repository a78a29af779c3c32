#!/usr/bin/env node
/**
 * Writes the migration from the newest migration's schema to prisma/schema.prisma, without a database:
 * `node bin/make-migration.ts NAME`. With --check it writes nothing and exits 1 when a migration is missing or does
 * not make what the schema says. To make an unpublished migration again, delete its folder first.
 */
import { resolve } from 'node:path'
import { checkMigrations, folderOf, makeMigration } from './make-migration/migrations.ts'

const folder = folderOf(resolve(import.meta.dirname, '..', 'prisma'))

async function check(): Promise<number> {
  const fault = await checkMigrations(folder)
  if (fault === undefined) return 0
  console.error(`make-migration: ${fault}`)
  return 1
}

async function make(name: string): Promise<number> {
  const made = await makeMigration(folder, name)
  console.log(made === undefined ? 'make-migration: the migrations hold all of the schema' : `made ${made}`)
  return 0
}

async function main(argument: string | undefined): Promise<number> {
  if (argument === '--check') return await check()
  if (argument !== undefined && !argument.startsWith('-')) return await make(argument)
  console.error('usage: node bin/make-migration.ts NAME | --check')
  return 2
}

try {
  process.exitCode = await main(process.argv[2])
} catch (error) {
  console.error(`make-migration: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
