import 'server-only'

import { utf8 } from '#kernel/bytes.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Input } from '#model/api.ts'
import { decodeBody } from '#model/decode.ts'
import { encodeBody } from '#model/encode.ts'
import { operations } from '#model/shapes.ts'
import type { Console } from './access.ts'
import type { PlaygroundAnswerDto, PlaygroundCallDto, PlaygroundOperation } from './dto/playground.ts'
import { Called } from './error-dto.ts'

const CALLABLE: ReadonlySet<string> = new Set<PlaygroundOperation>([
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateRandom',
  'Sign',
  'Verify',
  'GenerateMac',
  'VerifyMac',
  'DeriveSharedSecret',
  'Encapsulate',
  'Decapsulate',
])

/** Makes the very call that a program would make: read by the model of the API, authorized, recorded, answered. */
export async function playgroundCall(console: Console, call: PlaygroundCallDto): Promise<PlaygroundAnswerDto> {
  const { operation, body } = call
  // What a browser sends is not always what the type of an action says.
  if (!CALLABLE.has(operation) || typeof body !== 'string')
    throw new Called({ code: 'UnknownOperationException', message: '' })
  const begin = performance.now()
  const { answer, requestId } = await console.recorded(operation, readInput(call))
  return {
    body: encodeBody(operations[operation].output, answer),
    requestId,
    milliseconds: performance.now() - begin,
    principalArn: console.session.principal.arn,
  }
}

/** What it gives is of the operation's shape: its decoder says so. */
function readInput({ operation, body }: PlaygroundCallDto): Input<PlaygroundOperation> {
  try {
    return decodeBody(operations[operation].input, utf8(body)) as Input<PlaygroundOperation>
  } catch (thrown) {
    if (!isServiceError(thrown)) throw thrown
    throw new Called({ code: thrown.code, message: thrown.message }, { cause: thrown })
  }
}
