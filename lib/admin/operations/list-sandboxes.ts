import type { AdminOperation } from '../operation.ts'
import { listedSandbox } from '../sandbox-members.ts'

/** All sandboxes beside `main`, in order of their ids. */
export const listSandboxes: AdminOperation<'ListSandboxes'> = {
  parse: () => ({}),
  async run(_, _caller, { store, clocks }) {
    const wall = clocks.wall.now()
    return { answer: { sandboxes: (await store.sandboxes()).map((row) => listedSandbox(row, wall)) } }
  },
}
