import { configFromEnvironment } from '#runtime/config.ts'
import { administer } from '#runtime/operator.ts'
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
