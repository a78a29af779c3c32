import { registry } from '#admin/registry.ts'
import { isCloudTrailOperation } from '#cloudtrail/execute.ts'
import { isIamOperation } from '#iam/execute.ts'
import { isIntegrationOperation } from '#integrations/execute.ts'
import { operationNames } from '#model/api.ts'
import { isStsOperation } from '#sts/execute.ts'
import { isXksOperation } from '#xks/execute.ts'

const kmsOperations: ReadonlySet<string> = new Set(operationNames)

/** By the service's name in a credential scope. */
const OPERATIONS: Readonly<Record<string, (name: string) => boolean>> = {
  kms: (name) => kmsOperations.has(name),
  iam: isIamOperation,
  sts: isStsOperation,
  cloudtrail: isCloudTrailOperation,
  'kms-xks-proxy': isXksOperation,
  integrations: isIntegrationOperation,
  admin: (name) => Object.hasOwn(registry, name),
}

/** The operation where the service has it, so that no caller can make up labels. */
export function operationLabel(service: string, operation: string): string {
  return OPERATIONS[service]?.(operation) ? operation : 'UnknownOperation'
}

/** Far more than there are codes of errors. */
const MOST_CODES = 256

/** Codes come from our own errors; should one ever hold what a caller sent, the labels still end. */
export function codeLabels(most = MOST_CODES): (code: string) => string {
  const seen = new Set<string>()
  return (code) => {
    if (seen.has(code)) return code
    if (seen.size >= most) return 'OtherError'
    seen.add(code)
    return code
  }
}
