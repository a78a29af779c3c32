#!/usr/bin/env node
/**
 * Writes the generated files of lib/model from the API model that lies beside the project (KEYSTEAD_SHARED,
 * or ../shared). With --check it writes nothing and exits 1 when a checked-in file differs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { renderModel } from './generate-model/render.ts'

const root = resolve(import.meta.dirname, '..')
const aws = join(resolve(root, process.env.KEYSTEAD_SHARED ?? '../shared'), 'aws')

function differs(path: string, text: string): boolean {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
}

function check(): number {
  if (!existsSync(aws)) {
    console.log('generate-model: check skipped, the API model is not here')
    return 0
  }
  const stale = [...renderModel(aws)].find(([path, text]) => differs(path, text))
  if (stale === undefined) return 0
  console.error(`generate-model: ${stale[0]} differs from what bin/generate-model writes; run it`)
  return 1
}

function write(): number {
  if (!existsSync(aws)) {
    console.error('generate-model: the API model is not here; set KEYSTEAD_SHARED to the folder that holds aws/')
    return 1
  }
  for (const [path, text] of renderModel(aws)) writeFileSync(join(root, path), text)
  return 0
}

process.exitCode = process.argv.includes('--check') ? check() : write()
