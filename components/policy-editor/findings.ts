import type { KeyAccessDto } from '#console/dto/access.ts'
import type { Setting } from '#policy/lab/access-levels.ts'
import { type Finding, lint, type Severity } from '#policy/lab/lint/lint.ts'
import { parsePolicy } from '#policy/parse.ts'
import type { EditorMark } from '../editor/editor-props.ts'
import { placeOf } from '../editor/json-faults.ts'
import { plural } from '../format.ts'
import { placeOfPath, placesOf } from './json-places.ts'

/** A finding with its place in the text. */
export interface PlacedFinding extends Finding {
  readonly from: number
  readonly to: number
  /** From 1. */
  readonly line: number
}

/** What is unwise about a text; of one that is no policy, nothing: that is told as a fault. */
export function findingsIn(
  text: string,
  key: Pick<KeyAccessDto, 'arn' | 'account'> | undefined,
): readonly PlacedFinding[] {
  if (!parsePolicy(text).ok) return []
  const places = placesOf(text)
  const about = key ? { key: { arn: key.arn, account: key.account as Setting['account'] } } : {}
  return lint(text, about).map((finding) => {
    const { from, to } = placeOfPath(places, finding.path) ?? { from: 0, to: 0 }
    return { ...finding, from, to, line: placeOf(text, from).line }
  })
}

/** Findings and faults of meaning as marks in the editor. */
export function marksIn(text: string, findings: readonly PlacedFinding[]): readonly EditorMark[] {
  const parsed = parsePolicy(text)
  if (parsed.ok) {
    return findings.map(({ from, to, severity, message }) => ({
      ...{ from, to: Math.max(to, from), message },
      severity: severity === 'error' ? 'error' : severity === 'suggestion' ? 'info' : 'warning',
    }))
  }
  const places = placesOf(text)
  return parsed.problems.map(({ path, message, offset }) => {
    const place = offset === undefined ? placeOfPath(places, path) : { from: offset, to: offset + 1 }
    return { ...(place ?? { from: 0, to: 1 }), severity: 'error', message }
  })
}

/** The line on which a statement begins, named by its Sid or by its number from 1. */
export function lineOfStatement(text: string, name: string): number | undefined {
  const parsed = parsePolicy(text)
  if (!parsed.ok) return undefined
  const bySid = parsed.document.statements.findIndex(({ sid }) => sid === name)
  const index = bySid >= 0 ? bySid : Number(name) - 1
  const place = placesOf(text).get(`Statement[${index}]`)
  return place && placeOf(text, place.from).line
}

/** `1 warning, 2 notes`. */
export function lintSummary(findings: readonly PlacedFinding[]): string {
  const of = (...severities: Severity[]) => findings.filter(({ severity }) => severities.includes(severity)).length
  const parts: readonly [number, string][] = [
    [of('error', 'security'), 'problem'],
    [of('warning'), 'warning'],
    [of('suggestion'), 'note'],
  ]
  return parts.flatMap(([size, noun]) => (size > 0 ? [plural(size, noun)] : [])).join(', ')
}
