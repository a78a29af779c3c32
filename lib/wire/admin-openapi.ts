import type { Schema } from '#kernel/json-schema.ts'
import { DESCRIPTIONS } from './admin-descriptions.ts'
import { ADMIN_ROUTES, type AdminRoute, membersIn } from './admin-routes.ts'
import { type IntegrationOperation, integrationPaths, PRINCIPAL } from './integrations-openapi.ts'

const ERROR: Schema = {
  type: 'object',
  properties: { code: { type: 'string' }, message: { type: 'string' } },
  required: ['code', 'message'],
}

/** `/_keystead` as OpenAPI 3.1 describes it, made from the tables by which requests are routed. */
export function openApi(version: string, server: string, integrations: readonly IntegrationOperation[]): object {
  const paths = Map.groupBy(ADMIN_ROUTES, ({ path }) => path)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keystead administration',
      version,
      description:
        'For operators and their programs, each call an event in the log of `main`; and the integrated services, for any principal.',
    },
    servers: [{ url: server }],
    security: [{ administrator: [] }],
    paths: {
      ...Object.fromEntries(
        [...paths].map(([path, routes]) => [
          path,
          Object.fromEntries(routes.map((route) => [route.method.toLowerCase(), operationOf(route)])),
        ]),
      ),
      ...integrationPaths(integrations),
    },
    components: {
      schemas: { Error: ERROR },
      securitySchemes: {
        administrator: {
          type: 'http',
          scheme: 'basic',
          description: "User name: the administrator's access key id. Password: its secret access key.",
        },
        principal: PRINCIPAL,
      },
    },
  }
}

function operationOf({ method, path, operation }: AdminRoute): object {
  const { summary, input, required = [], output, body: whole, answer } = DESCRIPTIONS[operation]
  const inPath = membersIn(path)
  const isOneOfSeveral = ADMIN_ROUTES.some((other) => other.operation === operation && other.path !== path)
  const rest = Object.entries(input).filter(([name]) => !inPath.includes(name))
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: input[name] ?? {} })),
    ...(method === 'GET'
      ? rest.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
      : []),
  ]
  const needed = required.filter((name) => !inPath.includes(name))
  const body: Schema = {
    type: 'object',
    properties: Object.fromEntries(rest),
    ...(needed.length > 0 && { required: needed }),
  }
  const told = answer === undefined ? json({ type: 'object', properties: output }) : content(answer, { type: 'string' })
  const asked = whole ? content(...whole) : json(body)
  const isSent = method !== 'GET' && (whole !== undefined || rest.length > 0)
  return {
    operationId: isOneOfSeveral && inPath.length > 0 ? `${operation}OfSandbox` : operation,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(isSent && { requestBody: { required: whole !== undefined || needed.length > 0, content: asked } }),
    responses: {
      200: { description: 'Done, and in the log.', content: told },
      default: {
        description: 'Refused, or failed; the status says which.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function json(schema: Schema): object {
  return content('application/json', schema)
}

function content(type: string, schema: Schema): object {
  return { [type]: { schema } }
}
