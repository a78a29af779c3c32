/** What keeps a name from being taken. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give it a name'
  return /^[\w+=,.@-]{1,64}$/.test(name) ? undefined : 'Letters, digits, and + = , . @ _ - only, at most 64'
}

/** A trust policy for one principal. */
export function trustOf(arn: string): string {
  const Principal = arn.startsWith('arn:') || /^(\d{12}|\*)$/.test(arn) ? { AWS: arn } : { Service: arn }
  return json({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })
}

/** What a new policy begins with: the use of keys, to be narrowed. */
export const START_POLICY = json({
  Effect: 'Allow',
  Action: ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt'],
  Resource: '*',
})

function json(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}
