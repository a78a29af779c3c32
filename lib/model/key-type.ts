/** What kind of key a spec gives, as the console of AWS KMS calls it. */
export function keyTypeOf(spec: string): 'Symmetric' | 'Asymmetric' | 'HMAC' {
  if (spec.startsWith('HMAC')) return 'HMAC'
  return spec === 'SYMMETRIC_DEFAULT' ? 'Symmetric' : 'Asymmetric'
}
