const SHORTEST = 12
const LONGEST = 128

/** What the server would refuse a new password for. */
export function passwordProblem(password: string, userName: string): string | undefined {
  if (password.length < SHORTEST) return `It needs ${SHORTEST} characters or more.`
  if (password.length > LONGEST) return `It has more than ${LONGEST} characters.`
  if (password.toLowerCase().includes(userName.toLowerCase())) return 'It holds your user name.'
  return undefined
}

/** What a name of AWS IAM may look like (API reference, CreateUser). */
export function userNameProblem(name: string): string | undefined {
  if (name === '') return undefined
  if (name.length > 64) return 'A name has 64 characters at most.'
  return /^[\w+=,.@-]+$/.test(name) ? undefined : 'Letters, digits and + = , . @ _ - only.'
}
