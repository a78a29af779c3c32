import { explain } from './refusal.ts'

/** Prints what an operator's command comes to, or why it did not. Answers the exit code. */
export async function printed(work: () => Promise<string>): Promise<number> {
  process.umask(0o077)
  try {
    process.stdout.write(`${await work()}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return 1
  }
}
