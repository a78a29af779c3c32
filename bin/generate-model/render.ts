import { renderApi } from './api.ts'
import { renderErrors } from './errors.ts'
import { renderKeyStates } from './key-states.ts'
import { renderPermissions } from './permissions.ts'
import { renderPricing } from './pricing.ts'
import { HEADER } from './print.ts'
import { renderQuotas } from './quotas.ts'
import { renderRegions } from './regions.ts'
import { type ModelPlace, renderShapes } from './shapes.ts'
import { type ApiModel, readSource, required } from './source.ts'

const KMS: ModelPlace = { service: 'AWS KMS', root: '.', prefix: '', errorCodes: '' }
/** Its shapes stand beside those of AWS KMS, under names that cannot meet theirs. */
const CLOUD_TRAIL: ModelPlace = {
  service: 'AWS CloudTrail that is offered',
  root: '..',
  prefix: 'cloudtrail#',
  errorCodes: '<string>',
}
const OFFERED = ['LookupEvents']

/** All generated files, path from the project's root to text, made from the JSON files in `folder`. */
export function renderModel(folder: string): ReadonlyMap<string, string> {
  const source = readSource(folder)
  const cloudTrail = only(OFFERED, source.cloudTrail)
  return new Map([
    ['lib/model/api.ts', HEADER + renderApi(source.api, KMS)],
    ['lib/model/shapes.ts', HEADER + renderShapes(source.api, KMS)],
    ['lib/model/cloudtrail/api.ts', HEADER + renderApi(cloudTrail, CLOUD_TRAIL)],
    ['lib/model/cloudtrail/shapes.ts', HEADER + renderShapes(cloudTrail, CLOUD_TRAIL)],
    ['lib/model/errors.ts', HEADER + renderErrors(source.errors)],
    ['lib/model/regions.ts', HEADER + renderRegions(source.regions)],
    ['lib/model/key-states.ts', HEADER + renderKeyStates(source.keyStates)],
    ['lib/model/permissions.ts', HEADER + renderPermissions(source.permissions)],
    ['lib/model/quotas.ts', HEADER + renderQuotas(source.quotas)],
    ['lib/model/pricing.ts', HEADER + renderPricing(source.pricing)],
  ])
}

/** The model of some operations. */
function only(names: readonly string[], { operations, shapes }: ApiModel): ApiModel {
  const chosen = names.map((name) => [name, required(operations[name], `operation ${name}`)] as const)
  return { operations: Object.fromEntries(chosen), shapes }
}
