import { renderApi } from './api.ts'
import { renderErrors } from './errors.ts'
import { renderKeyStates } from './key-states.ts'
import { renderPermissions } from './permissions.ts'
import { HEADER } from './print.ts'
import { renderRegions } from './regions.ts'
import { renderShapes } from './shapes.ts'
import { readSource } from './source.ts'

/** All generated files, path from the project's root to text, made from the JSON files in `folder`. */
export function renderModel(folder: string): ReadonlyMap<string, string> {
  const source = readSource(folder)
  return new Map([
    ['lib/model/api.ts', HEADER + renderApi(source.api)],
    ['lib/model/shapes.ts', HEADER + renderShapes(source.api)],
    ['lib/model/errors.ts', HEADER + renderErrors(source.errors)],
    ['lib/model/regions.ts', HEADER + renderRegions(source.regions)],
    ['lib/model/key-states.ts', HEADER + renderKeyStates(source.keyStates)],
    ['lib/model/permissions.ts', HEADER + renderPermissions(source.permissions)],
  ])
}
