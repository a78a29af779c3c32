import type { Schema } from '#kernel/json-schema.ts'
import { INTEGRATIONS } from './route.ts'

/** An operation of a service that encrypts by AWS KMS. */
export interface IntegrationOperation {
  readonly service: string
  readonly operation: string
  readonly readOnly: boolean
  /** The form of its input, but for the Region. */
  readonly input: Schema
}

const CALLED: Schema = {
  type: 'object',
  properties: {
    operation: { type: 'string' },
    region: { type: 'string' },
    requestId: { type: 'string', description: 'As in the audit log, where the call is explained.' },
    code: { type: 'string', description: 'OK, or what the call was refused by.' },
  },
}
const REGION: Schema = { type: 'string', description: 'That of the installation where it is left out.' }
const OUTPUT: Schema = {
  type: 'object',
  properties: { KmsCalls: { type: 'array', items: CALLED, description: 'What AWS KMS was asked for, in order.' } },
}
const REFUSAL: Schema = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    kmsCall: { ...CALLED, description: 'The call that AWS KMS refused; left out where the service itself did.' },
  },
  required: ['code', 'message'],
}

/** Whose access key pair a call is made with. */
export const PRINCIPAL = {
  type: 'http',
  scheme: 'basic',
  description:
    'User name: the access key id of any user or account, in any sandbox. Password: its secret access key. Temporary credentials bring their token in X-Amz-Security-Token.',
}

/** The integrated services as OpenAPI describes them: one path for each operation. */
export function integrationPaths(operations: readonly IntegrationOperation[]): Readonly<Record<string, object>> {
  return Object.fromEntries(
    operations.map(({ service, operation, readOnly, input }) => [
      `${INTEGRATIONS}/${service}/${operation}`,
      {
        post: {
          operationId: `${service}${operation}`,
          tags: [service],
          summary: `${operation} of the integrated service ${service}${readOnly ? ', which changes nothing' : ''}`,
          security: [{ principal: [] }],
          requestBody: {
            required: (input.required ?? []).length > 0,
            content: json({ ...input, properties: { ...input.properties, Region: REGION } }),
          },
          responses: {
            200: { description: 'Done, and in the log of the account.', content: json(OUTPUT) },
            default: { description: 'Refused, or failed; the status says which.', content: json(REFUSAL) },
          },
        },
      },
    ]),
  )
}

const json = (schema: Schema) => ({ 'application/json': { schema } })
