import { compileGlob, type Test, type Token } from './glob.ts'

const SEGMENTS = 6

/**
 * Matches ARNs part by part, so that a wildcard never crosses a colon (IAM user guide, "Resource" and
 * "Amazon Resource Name (ARN) condition operators"). Missing parts are taken as `*`, as AWS completes them.
 */
export function compileArnPattern(tokens: readonly Token[]): Test {
  const parts = splitAtColons(tokens).map(compileGlob)
  return (arn) => {
    const segments = arnSegments(arn)
    return segments !== undefined && parts.every((part, index) => part(segments[index] ?? ''))
  }
}

/** `arn`, partition, service, Region, account, resource; undefined for anything else. Colons in the last one stay. */
export function arnSegments(arn: string): readonly string[] | undefined {
  const segments = arn.split(':')
  if (segments.length < SEGMENTS || segments[0] !== 'arn') return undefined
  return [...segments.slice(0, SEGMENTS - 1), segments.slice(SEGMENTS - 1).join(':')]
}

/** The account an ARN names; undefined where it names none. */
export function arnAccount(arn: string): string | undefined {
  return arnSegments(arn)?.[4] || undefined
}

function splitAtColons(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (typeof token !== 'string') parts.at(-1)?.push(token)
    else addText(parts, token)
  }
  return parts
}

function addText(parts: Token[][], text: string): void {
  const [head = '', ...rest] = text.split(':')
  parts.at(-1)?.push(head)
  for (const piece of rest) {
    if (parts.length < SEGMENTS) parts.push([piece])
    else parts.at(-1)?.push(`:${piece}`)
  }
}
