import type { RequestId } from '#kernel/ids.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { Members } from '#model/query/shape.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'
import type { Call, Protocol } from './protocol.ts'
import { operationName } from './protocol.ts'
import { decodeParameters } from './query-parameters.ts'
import { escaped, membersXml } from './query-xml.ts'

/** A service that speaks AWS Query. */
export interface QueryService {
  readonly service: 'iam' | 'sts'
  readonly version: string
  /** Whether a request is for this service, where it could be for more than one. */
  isFor(request: WireRequest, parameters: URLSearchParams): boolean
  /** Shapes of an operation that it has. */
  shapesOf(operation: string): { readonly input: Members; readonly output: Members } | undefined
  execute(operation: string, input: object, caller: Caller): Promise<unknown>
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
  internalError(cause: unknown): ServiceError
}

/** AWS Query: a form or a query string in, XML out. */
export function queryProtocol(service: QueryService): Protocol {
  const namespace = `https://${service.service}.amazonaws.com/doc/${service.version}/`
  return {
    service: service.service,
    operationOf(request) {
      if (header(request, 'x-amz-target') !== '') return undefined
      const given = parametersOf(request)
      const action = given.get('Action')
      return action === null || !service.isFor(request, given) ? undefined : operationName(action)
    },
    answer: (call) => answer(service, namespace, call),
    refuse: (error, requestId) => refusal(error, namespace, requestId),
    internalError: (cause) => service.internalError(cause),
  }
}

/** Which service a request was signed for; undefined where nothing says so. It is not verified yet. */
export function signedFor(request: WireRequest): string | undefined {
  const credential = /Credential=([^,\s]+)/.exec(header(request, 'authorization'))?.[1]
  const mark = request.target.indexOf('?')
  const query = new URLSearchParams(mark < 0 ? '' : request.target.slice(mark))
  return (credential ?? query.get('X-Amz-Credential') ?? '').split('/').at(-2)
}

async function answer(
  service: QueryService,
  namespace: string,
  { operation, request, caller }: Call,
): Promise<WireResponse> {
  const given = parametersOf(request)
  const version = given.get('Version') ?? ''
  const shapes = version === service.version ? service.shapesOf(operation) : undefined
  if (!shapes) {
    const error = invalidAction(operation, version)
    await service.reject(operation, error, caller)
    throw error
  }
  const input = await decoded(service, operation, shapes.input, given, caller)
  const output = await service.execute(operation, input, caller)
  return success(operation, shapes.output, output, namespace, caller.request.id)
}

async function decoded(
  service: QueryService,
  operation: string,
  members: Members,
  given: URLSearchParams,
  caller: Caller,
): Promise<object> {
  try {
    return decodeParameters(members, given)
  } catch (error) {
    if (isServiceError(error)) await service.reject(operation, error, caller)
    throw error
  }
}

/** What AWS answers to an operation, or a version of the API, that a service does not have. */
function invalidAction(operation: string, version: string): ServiceError {
  const shown = version || 'NO_VERSION_SPECIFIED'
  return new ServiceError('InvalidAction', `Could not find operation ${operation} for version ${shown}`)
}

/** Those of the form body; of the query where there is no form. */
function parametersOf({ body, headers, target }: WireRequest): URLSearchParams {
  const isForm = header({ headers }, 'content-type').startsWith('application/x-www-form-urlencoded')
  // A form that is too large is still answered in the words of this protocol.
  if (isForm) return new URLSearchParams(body === 'too-large' ? 'Action=UnknownOperation' : body.toString('utf8'))
  const mark = target.indexOf('?')
  return new URLSearchParams(mark < 0 ? '' : target.slice(mark))
}

/** An operation without members of an answer has no result at all. */
function success(name: string, members: Members, output: unknown, namespace: string, requestId: RequestId) {
  const result = membersXml(members, output, 2)
  const element = Object.keys(members).length === 0 ? '' : `  <${name}Result>\n${result}  </${name}Result>\n`
  const body = `<${name}Response xmlns="${namespace}">
${element}  <ResponseMetadata>
    <RequestId>${requestId}</RequestId>
  </ResponseMetadata>
</${name}Response>
`
  return xml(200, body, requestId)
}

/** What the Query services call the errors that the JSON services have under other names. */
const CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  RequestEntityTooLargeException: 'RequestEntityTooLarge',
  UnrecognizedClientException: 'InvalidClientTokenId',
}

/** HTTP status by code (AWS IAM and AWS STS API references, "Errors" and "Common errors"); 400 and 500 for others. */
const STATUS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  ExpiredToken: 403,
  InvalidClientTokenId: 403,
  LimitExceeded: 409,
  MissingAuthenticationToken: 403,
  NoSuchEntity: 404,
  RequestEntityTooLarge: 413,
  SignatureDoesNotMatch: 403,
}

function refusal({ code: name, message, fault }: ServiceError, namespace: string, requestId: RequestId): WireResponse {
  const server = fault === 'server'
  const code = CODES[name] ?? name
  const body = `<ErrorResponse xmlns="${namespace}">
  <Error>
    <Type>${server ? 'Receiver' : 'Sender'}</Type>
    <Code>${escaped(code)}</Code>
    <Message>${escaped(message)}</Message>
  </Error>
  <RequestId>${requestId}</RequestId>
</ErrorResponse>
`
  return xml(STATUS[code] ?? (server ? 500 : 400), body, requestId)
}

function xml(status: number, body: string, requestId: RequestId): WireResponse {
  return { status, headers: { 'x-amzn-RequestId': requestId, 'Content-Type': 'text/xml' }, body }
}
