import type { ImportDto, ImportParametersDto } from '#console/dto/imports.ts'
import type { Action } from '../../hooks/use-action.ts'

/** What may be done to the material of a key, by the server actions of its page. */
export interface MaterialActions {
  readonly rotateNow: Action<[keyId: string]>
  readonly setRotation: Action<[keyId: string, days: number | null]>
  readonly getImportParameters: Action<[keyId: string, algorithm: string, wrappingKeySpec: string], ImportParametersDto>
  readonly importKeyMaterial: Action<[keyId: string, form: ImportDto]>
  readonly deleteKeyMaterial: Action<[keyId: string, materialId: string | null]>
}
