/** How names of operations begin that change nothing. Cryptography counts as reading, ReEncrypt too. */
const PREFIXES = [
  'Decapsulate',
  'Decrypt',
  'Derive',
  'Describe',
  'Encapsulate',
  'Encrypt',
  'Generate',
  'Get',
  'List',
  'Lookup',
  'ReEncrypt',
  'Sign',
  'Verify',
] as const

/** `readOnly` of the record (AWS KMS developer guide, "Logging AWS KMS API calls with AWS CloudTrail"). */
export function isReadOnly(operation: string): boolean {
  return PREFIXES.some((prefix) => operation.startsWith(prefix))
}
