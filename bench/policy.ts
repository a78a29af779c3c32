import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { compileText } from '#policy/compile.ts'
import { isAllowed } from '#policy/decision.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { sourceOf } from '#policy/documents.ts'
import { evaluate } from '#policy/evaluate.ts'
import { explain } from '#policy/explain/explain.ts'
import type { AuthorizationRequest, Policies } from '#policy/request.ts'
import { requestContext } from '#policy/request-context.ts'

/*
 * The policy engine on one core: decisions a second under the default key policy, the time to compile the largest key
 * policy, and whether 1,000 statements cost twice what 500 do: `npm run bench -- policy`.
 */

const SECONDS = 2
const ROUNDS = 5
const MAX_BYTES = 32_768
const ACCOUNT = '111122223333' as AccountId
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const KIND = 'resource-based policy'
const alice: Principal = {
  kind: 'user',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/Alice`,
  id: 'AIDA1',
  name: 'Alice',
}
const IAM = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: KEY }],
}

const asker = { principal: alice, scope: { region: 'us-east-1' }, request: { sourceIp: '192.0.2.1', userAgent: 'x' } }
const context = requestContext(asker, 0 as Parameters<typeof requestContext>[1], { 'kms:keyspec': 'SYMMETRIC_DEFAULT' })
const request: AuthorizationRequest = {
  principal: alice,
  action: 'kms:Decrypt',
  resource: KEY,
  resourceAccount: ACCOUNT,
  context,
}

const NOTHING = { identity: [], serviceControl: [], resourceControl: [], grants: [] }
const policies: Policies = {
  ...NOTHING,
  resource: compileText('key', defaultKeyPolicyText(ACCOUNT), KIND),
  identity: [compileText('iam', JSON.stringify(IAM), 'identity-based policy')],
}

/** Calls a second, the best of several rounds. */
function rate(call: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => rateOnce(call, SECONDS / ROUNDS))
  return Math.max(...rounds)
}

const BATCH = 100

function rateOnce(call: () => unknown, seconds: number): number {
  const start = performance.now()
  const end = start + seconds * 1000
  let calls = 0
  while (performance.now() < end) {
    for (let i = 0; i < BATCH; i += 1) call()
    calls += BATCH
  }
  return (calls / (performance.now() - start)) * 1000
}

/** Milliseconds of one call, the best of many. */
function duration(call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 50; i += 1) {
    const start = performance.now()
    call()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** None of these names the caller but the last: a decision has to look at them all. */
function statement(index: number): object {
  return {
    Sid: `S${index}`,
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/User${index}` },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { StringLike: { 'kms:EncryptionContext:App': `app-${index}-*` } },
  }
}

function policyText(statements: number): string {
  const list = Array.from({ length: statements }, (_, index) => statement(index))
  return JSON.stringify({ Version: '2012-10-17', Statement: [...list, { ...statement(0), Principal: '*' }] })
}

/** The longest policy of such statements that a key may have. */
function largestPolicy(): string {
  let statements = 1
  while (policyText(statements + 1).length <= MAX_BYTES) statements += 1
  return policyText(statements)
}

/** A call that decides under so many statements. */
function decisionUnder(statements: number): () => unknown {
  const resource = compileText('key', policyText(statements), KIND)
  const asked = { ...request, context: new Map([...context, ['kms:encryptioncontext:app', 'app-0-x']]) }
  if (!isAllowed(evaluate(asked, { ...NOTHING, resource }))) throw new Error('the request should be allowed')
  const policies = { ...NOTHING, resource }
  return () => evaluate(asked, policies)
}

const SHORT_ROUNDS = 40

/** Microseconds of two calls, measured in turn, so that other load hits both; the best of many short rounds. */
function compare(first: () => unknown, second: () => unknown): readonly [number, number] {
  const rates = Array.from({ length: SHORT_ROUNDS }, () => [rateOnce(first, 0.03), rateOnce(second, 0.03)] as const)
  const best = (pick: (pair: readonly [number, number]) => number) => 1e6 / Math.max(...rates.map(pick))
  return [best(([one]) => one), best(([, other]) => other)]
}

if (!isAllowed(evaluate(request, policies))) throw new Error('the request should be allowed')

const perSecond = rate(() => evaluate(request, policies))
console.log(`decisions under the default key policy   ${Math.round(perSecond).toLocaleString('en')} a second`)

const documents = {
  ...NOTHING,
  session: [],
  resource: sourceOf('key', defaultKeyPolicyText(ACCOUNT), KIND),
  identity: [sourceOf('iam', JSON.stringify(IAM), 'identity-based policy')],
}
const traces = rate(() => explain(request, documents))
console.log(`traces of the same                       ${Math.round(traces).toLocaleString('en')} a second`)

const largest = largestPolicy()
const milliseconds = duration(() => compileText('key', largest, KIND))
console.log(`compilation of ${largest.length.toLocaleString('en')} bytes              ${milliseconds.toFixed(2)} ms`)

const [half, full] = compare(decisionUnder(500), decisionUnder(1000))
console.log(`a decision under 500 statements          ${half.toFixed(1)} µs`)
console.log(`a decision under 1,000 statements        ${full.toFixed(1)} µs, ${(full / half).toFixed(2)} times that`)
