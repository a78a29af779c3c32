/** What is wrong with an account id as it is typed; nothing typed is an id to be drawn. */
export function accountIdProblem(id: string): string | undefined {
  return id === '' || /^\d{12}$/.test(id) ? undefined : 'It has 12 digits.'
}

export const LONGEST_NAME = 50
