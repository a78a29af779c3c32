const DENIALS: ReadonlySet<string> = new Set(['AccessDeniedException', 'AccessDenied'])

/** Whether a call was refused for want of permission, by its AWS code. */
export function isDenial(code: string): boolean {
  return DENIALS.has(code)
}
