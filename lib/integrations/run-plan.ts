import type { Plan, Result } from './operation.ts'

/**
 * Runs a plan, and answers when `keep` has made its changes. Where that fails, what AWS KMS was asked for is taken
 * back.
 */
export async function runPlan(plan: Plan, keep: (result: Result) => Promise<void>): Promise<Result> {
  const result = await plan.run()
  try {
    await keep(result)
  } catch (error) {
    await result.undo?.()
    throw error
  }
  return result
}
