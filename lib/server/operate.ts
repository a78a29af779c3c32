import { configFromEnvironment } from '#runtime/config.ts'
import { administer } from '#runtime/operator.ts'
import { explain } from './refusal.ts'

/** Makes an account and prints its root credentials. Answers the exit code. */
export async function createAccount(accountId: string | undefined, name: string | undefined): Promise<number> {
  process.umask(0o077)
  try {
    const input = { ...(accountId !== undefined && { accountId }), ...(name !== undefined && { name }) }
    const made = await administer('CreateAccount', input, configFromEnvironment())
    process.stdout.write(`${JSON.stringify(made, undefined, 2)}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return 1
  }
}
