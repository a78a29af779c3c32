import { configFromEnvironment } from '#runtime/config.ts'
import { exportReport } from '#runtime/export-report.ts'
import { type ExportRequest, exportTrailTo } from '#runtime/export-trail.ts'
import { administer } from '#runtime/operator.ts'
import { type VerifyRequest, verify } from '#runtime/verify.ts'
import { VERDICT, type Verification } from '#runtime/verify-files.ts'
import { type ProofRequest, verifyProof } from '#runtime/verify-proof.ts'
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

/** Prints why a call was allowed or refused. Answers the exit code. */
export function explainCall(requestId: string, accountId: string | undefined): Promise<number> {
  const input = { requestId, ...(accountId !== undefined && { accountId }) }
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

async function printed(work: () => Promise<string>): Promise<number> {
  process.umask(0o077)
  try {
    process.stdout.write(`${await work()}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return 1
  }
}
