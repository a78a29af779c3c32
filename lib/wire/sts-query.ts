import type { RequestId } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { internalFailure, invalidAction } from '#sts/errors.ts'
import { isStsOperation, type Sts, type StsOperationName } from '#sts/execute.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'
import type { Call, Protocol } from './protocol.ts'
import { operationName } from './protocol.ts'

const VERSION = '2011-06-15'
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`

/** AWS Query, as AWS STS speaks it: form in, XML out. */
export function stsQuery(sts: Sts): Protocol {
  return {
    service: 'sts',
    operationOf(request) {
      const action = header(request, 'x-amz-target') === '' ? parameters(request).get('Action') : null
      return action === null ? undefined : operationName(action)
    },
    answer: (call) => answer(sts, call),
    refuse: refusal,
    internalError: internalFailure,
  }
}

async function answer(sts: Sts, { operation, request, caller }: Call): Promise<WireResponse> {
  const version = parameters(request).get('Version') ?? ''
  if (!isStsOperation(operation) || version !== VERSION) {
    const error = invalidAction(operation, version)
    await sts.reject(operation, error, caller)
    throw error
  }
  return success(operation, await sts.execute(operation, caller), caller.request.id)
}

/** Those of the form body; of the query where there is no form. */
function parameters({ body, headers, target }: WireRequest): URLSearchParams {
  const isForm = header({ headers }, 'content-type').startsWith('application/x-www-form-urlencoded')
  // A form that is too large is still answered in the words of this protocol.
  if (isForm) return new URLSearchParams(body === 'too-large' ? 'Action=UnknownOperation' : body.toString('utf8'))
  const mark = target.indexOf('?')
  return new URLSearchParams(mark < 0 ? '' : target.slice(mark))
}

function success(name: StsOperationName, result: Readonly<Record<string, string>>, requestId: RequestId): WireResponse {
  const members = Object.entries(result).map(([member, value]) => `    <${member}>${escaped(value)}</${member}>\n`)
  const body = `<${name}Response xmlns="${NAMESPACE}">
  <${name}Result>
${members.join('')}  </${name}Result>
  <ResponseMetadata>
    <RequestId>${requestId}</RequestId>
  </ResponseMetadata>
</${name}Response>
`
  return xml(200, body, requestId)
}

/** What the Query services call the errors that the JSON services have under other names, with their HTTP status. */
const QUERY_ERRORS: Readonly<Record<string, { readonly code: string; readonly status: number }>> = {
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  InvalidSignatureException: { code: 'SignatureDoesNotMatch', status: 403 },
  UnrecognizedClientException: { code: 'InvalidClientTokenId', status: 403 },
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', status: 403 },
  IncompleteSignatureException: { code: 'IncompleteSignature', status: 400 },
  RequestEntityTooLargeException: { code: 'RequestEntityTooLarge', status: 413 },
}

function refusal(error: ServiceError, requestId: RequestId): WireResponse {
  const server = error.fault === 'server'
  const { code, status } = QUERY_ERRORS[error.code] ?? { code: error.code, status: server ? 500 : 400 }
  const body = `<ErrorResponse xmlns="${NAMESPACE}">
  <Error>
    <Type>${server ? 'Receiver' : 'Sender'}</Type>
    <Code>${escaped(code)}</Code>
    <Message>${escaped(error.message)}</Message>
  </Error>
  <RequestId>${requestId}</RequestId>
</ErrorResponse>
`
  return xml(status, body, requestId)
}

function xml(status: number, body: string, requestId: RequestId): WireResponse {
  return { status, headers: { 'x-amzn-RequestId': requestId, 'Content-Type': 'text/xml' }, body }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML 1.0 cannot hold control characters or lone surrogates at all, so those are replaced. */
function escaped(text: string): string {
  const characters = text.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD')
  return characters.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
