import { readFileSync } from 'node:fs'
import type { SandboxId } from '#kernel/ids.ts'
import { configFromEnvironment } from '#runtime/config.ts'
import { exportReport } from '#runtime/export-report.ts'
import { type ExportRequest, exportTrailTo } from '#runtime/export-trail.ts'
import { administer, OperatorError } from '#runtime/operator.ts'
import { type VerifyRequest, verify } from '#runtime/verify.ts'
import { VERDICT, type Verification } from '#runtime/verify-files.ts'
import { type ProofRequest, verifyProof } from '#runtime/verify-proof.ts'
import { type SandboxCommand, sandboxOperation } from './operate-sandbox.ts'
import { printed } from './printed.ts'
import { progressBar } from './progress-bar.ts'
import { explain } from './refusal.ts'

/** Makes an account and prints its root credentials. Answers the exit code. */
export function createAccount(accountId: string | undefined, name: string | undefined): Promise<number> {
  const input = { ...(accountId !== undefined && { accountId }), ...(name !== undefined && { name }) }
  return printed(async () => {
    const made = await administer('CreateAccount', input, configFromEnvironment())
    return JSON.stringify(made, undefined, 2)
  })
}

/** Fills a fresh installation with the sample, through its server where one runs. Answers the exit code. */
export function loadDemo(): Promise<number> {
  return printed(async () => {
    process.stderr.write('Loading a year and a half of a sample…\n')
    const { events, accountIds } = await administer('LoadDemo', {}, configFromEnvironment())
    return `The sample is loaded: ${accountIds.length} accounts and ${events} events. Look at it in the console.`
  })
}

/** Makes what the fixture in a file says, in a sandbox or in `main`, and prints what came of it. Answers the exit code. */
export function applyFixture(file: string, sandbox: string | undefined): Promise<number> {
  return printed(async () => {
    const input = { fixture: textOf(file), ...(sandbox !== undefined && { id: sandbox as SandboxId }) }
    return JSON.stringify(await administer('ApplyFixture', input, configFromEnvironment()), undefined, 2)
  })
}

/** Prints a sandbox, or `main`, as a fixture. Answers the exit code. */
export function exportFixture(
  sandbox: string | undefined,
  { material, history }: { readonly material: boolean; readonly history: boolean },
): Promise<number> {
  const input = {
    ...(sandbox !== undefined && { id: sandbox as SandboxId }),
    ...(material && { material }),
    ...(!history && { history }),
  }
  return printed(async () => (await administer('ExportFixture', input, configFromEnvironment())).fixture.trimEnd())
}

/** Where a call stands in the log. */
interface CallPlace {
  readonly account: string | undefined
  readonly sandbox: string | undefined
}

/** Prints why a call was allowed or refused. Answers the exit code. */
export function explainCall(requestId: string, { account, sandbox }: CallPlace): Promise<number> {
  const input = {
    ...(sandbox !== undefined && { id: sandbox as SandboxId }),
    requestId,
    ...(account !== undefined && { accountId: account }),
  }
  return printed(async () => (await administer('ExplainCall', input, configFromEnvironment())).text)
}

/** Writes the audit log as CloudTrail does, and prints how far it goes. Answers the exit code. */
export function exportTrail(request: ExportRequest): Promise<number> {
  const progress = progressBar(process.stderr)
  return printed(async () => {
    try {
      const run = await exportTrailTo(request, configFromEnvironment(), { progress: progress.show })
      return exportReport(run, request.folder)
    } finally {
      progress.clear()
    }
  })
}

/** Prints what shows that an event is in the log that was signed last. Answers the exit code. */
export function proveEvent(eventId: string, since: string | undefined): Promise<number> {
  const input = { eventId, ...(since !== undefined && { since: Number(since) }) }
  return printed(async () => JSON.stringify(await administer('ProveEvent', input, configFromEnvironment()), null, 2))
}

/** Checks the audit log of a database, the configured one by default, and prints the verdict, which is the exit code. */
export async function verifyLog({ database, ...request }: Partial<VerifyRequest> & { rows: boolean }): Promise<number> {
  const progress = progressBar(process.stderr)
  return verdict(async () => {
    try {
      return await verify({ database: database ?? configFromEnvironment().database, ...request }, progress.show)
    } finally {
      progress.clear()
    }
  })
}

/** Checks a proof that an event is in a log, and prints the verdict, which is the exit code. */
export function verifyEventProof(request: ProofRequest): Promise<number> {
  return verdict(async () => verifyProof(request))
}

async function verdict(check: () => Promise<Verification>): Promise<number> {
  try {
    const { code, lines } = await check()
    process.stdout.write(`${lines.join('\n')}\n`)
    return code
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return VERDICT.unreadable
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OperatorError(`The file ${file} cannot be read: ${String(Reflect.get(Object(cause), 'code'))}.`, {
      cause,
    })
  }
}

/** Runs what `sandbox` and what stands behind it ask for. Answers the exit code, or what it takes instead. */
export async function sandbox(command: SandboxCommand): Promise<number | string> {
  const asked = sandboxOperation(command)
  if (typeof asked === 'string') return asked
  const { fixture: file } = command.flags
  return printed(async () => {
    const input = { ...asked.input, ...(typeof file === 'string' && { fixture: textOf(file) }) }
    return JSON.stringify(await administer(asked.operation, input, configFromEnvironment()), undefined, 2)
  })
}
