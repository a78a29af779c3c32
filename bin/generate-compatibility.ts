#!/usr/bin/env node
/**
 * Writes docs/compatibility.md from the registry of operations, the tests that call them, and the differences that are
 * kept by hand in docs/compatibility/differences.json. With --check it writes nothing and exits 1 when the file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { builtCloudTrailOperations } from '#cloudtrail/registry.ts'
import { builtIamOperations } from '#iam/registry.ts'
import { operationNames } from '#model/api.ts'
import { builtStsOperations } from '#sts/registry.ts'
import { coverageOf } from './generate-compatibility/coverage.ts'
import { readDifferences } from './generate-compatibility/differences.ts'
import { renderCompatibility } from './generate-compatibility/render.ts'

const root = resolve(import.meta.dirname, '..')
const file = join(root, 'docs/compatibility.md')

function render(): string {
  return renderCompatibility({
    operations: operationNames,
    sisters: {
      'AWS IAM': builtIamOperations,
      'AWS STS': builtStsOperations,
      'AWS CloudTrail': builtCloudTrailOperations,
    },
    coverage: coverageOf(root, operationNames),
    differences: readDifferences(
      readFileSync(join(root, 'docs/compatibility/differences.json'), 'utf8'),
      operationNames,
    ),
  })
}

function check(): number {
  if (existsSync(file) && readFileSync(file, 'utf8') === render()) return 0
  console.error('docs/compatibility.md is stale: run bin/generate-compatibility.ts')
  return 1
}

if (process.argv.includes('--check')) process.exitCode = check()
else writeFileSync(file, render())
