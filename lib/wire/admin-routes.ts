import type { AdminOperationName } from '#admin/execute.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Where an operation of the administration is reached. `{member}` in a path is a member of its input. */
export interface AdminRoute {
  readonly method: Method
  readonly path: string
  readonly operation: AdminOperationName
  /** The member that a body stands for which is a list. */
  readonly list?: string
}

const route = (method: Method, path: string, operation: AdminOperationName): AdminRoute => ({
  method,
  path: `/_keystead/${path}`,
  operation,
})

export const ADMIN_ROUTES: readonly AdminRoute[] = [
  route('POST', 'accounts', 'CreateAccount'),
  route('GET', 'accounts', 'ListAccounts'),
  route('POST', 'clusters', 'CreateSimulatedCluster'),
  route('GET', 'clusters', 'ListSimulatedClusters'),
  route('PUT', 'clusters', 'UpdateSimulatedCluster'),
  route('DELETE', 'clusters', 'DeleteSimulatedCluster'),
  route('POST', 'demo', 'LoadDemo'),
  route('GET', 'explain', 'ExplainCall'),
  route('POST', 'fixture', 'ApplyFixture'),
  route('GET', 'fixture', 'ExportFixture'),
  route('GET', 'fixture.schema.json', 'GetFixtureSchema'),
  route('GET', 'proof', 'ProveEvent'),
  route('POST', 'sandboxes', 'CreateSandbox'),
  route('GET', 'sandboxes', 'ListSandboxes'),
  route('GET', 'sandboxes/{id}', 'GetSandbox'),
  route('DELETE', 'sandboxes/{id}', 'DeleteSandbox'),
  route('POST', 'sandboxes/{id}/clock', 'MoveClock'),
  route('GET', 'sandboxes/{id}/explain', 'ExplainCall'),
  route('POST', 'sandboxes/{id}/fixture', 'ApplyFixture'),
  route('GET', 'sandboxes/{id}/fixture', 'ExportFixture'),
  route('POST', 'sandboxes/{id}/reset', 'ResetSandbox'),
  route('POST', 'sandboxes/{id}/snapshots', 'CreateSnapshot'),
  route('POST', 'sandboxes/{id}/snapshots/{name}/restore', 'RestoreSnapshot'),
  route('DELETE', 'sandboxes/{id}/snapshots/{name}', 'DeleteSnapshot'),
  { ...route('PUT', 'sandboxes/{id}/faults', 'SetFaults'), list: 'faults' },
  route('PUT', 'sandboxes/{id}/quotas', 'SetQuotas'),
  route('GET', 'scenarios', 'ListScenarios'),
  route('GET', 'scenarios/{name}', 'GetScenario'),
  route('DELETE', 'scenarios/{name}', 'StopScenario'),
  route('POST', 'scenarios/{name}/start', 'StartScenario'),
  route('POST', 'scenarios/{name}/reset', 'ResetScenario'),
  route('POST', 'scenarios/{name}/steps/{step}', 'DoScenarioStep'),
]

/** The members of the input that a path holds. */
export function membersIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])
}

/** Where an operation is reached, with its members in the path; the rest go into the query or the body. */
export function targetOf(operation: AdminOperationName, input: Readonly<Record<string, unknown>>) {
  // Of several the one that says the most in its path.
  const [route] = ADMIN_ROUTES.filter((each) => each.operation === operation)
    .filter(({ path }) => membersIn(path).every((name) => input[name] !== undefined))
    .toSorted((a, b) => membersIn(b.path).length - membersIn(a.path).length)
  if (!route) throw new Error(`${operation} has no route`)
  const inPath = membersIn(route.path)
  const path = route.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(input[name])))
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.includes(name)))
  return { method: route.method, path, rest }
}

/** An operation that was asked for, and the members of its input that stand in the path. */
export interface Routed {
  readonly operation: AdminOperationName
  readonly members: Readonly<Record<string, string>>
  readonly list?: string
}

const PATTERNS = ADMIN_ROUTES.map(({ path, ...known }) => ({
  ...known,
  pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}))

/** Undefined where there is nothing. */
export function routeOf(method: string | undefined, target: string): Routed | undefined {
  const [path = ''] = target.split('?')
  for (const { pattern, method: known, ...found } of PATTERNS) {
    const match = known === method ? pattern.exec(path) : null
    if (match) return { ...found, members: decoded(match.groups ?? {}) }
  }
  return undefined
}

/** What is no URI component is taken as it stands: it names nothing that there is. */
function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, componentOf(text)]))
}

function componentOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
