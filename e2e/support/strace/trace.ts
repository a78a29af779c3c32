/** A system call as strace saw it: places are line numbers, in the order of what happened. */
export interface SystemCall {
  readonly name: string
  /** What its first argument, a descriptor, stands for: a path, `TCP:[…]`, or another. */
  readonly file: string
  /** Its arguments as strace prints them. */
  readonly text: string
  readonly begun: number
  /** Infinite when it did not return before the trace ended. */
  readonly ended: number
  readonly succeeded: boolean
}

interface Begun extends Pick<SystemCall, 'name' | 'text' | 'begun'> {}

const LINE = /^(\d+)\s+[\d:.]+\s+(.*)$/
const WHOLE = /^(\w+)\((.*)\)\s+= (-?\d+|\?)/
/** Also a call in whose middle strace was ended: the last answer may arrive before strace sees that it went out. */
const UNFINISHED = /^(\w+)\((.*?)\s*<(?:unfinished|detached) \.\.\.>$/
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)\)\s+= (-?\d+|\?)/

/** Reads what `strace -f -tt -yy -o FILE` wrote. Signals and threads that end are left out. */
export function readTrace(trace: string): readonly SystemCall[] {
  const calls: SystemCall[] = []
  const underway = new Map<string, Begun>()
  for (const [place, line] of trace.split('\n').entries()) {
    const [, thread = '', what = ''] = LINE.exec(line) ?? []
    const whole = WHOLE.exec(what)
    const [, name = '', text = '', result = ''] = whole ?? UNFINISHED.exec(what) ?? []
    if (whole) calls.push(callOf({ name, text, begun: place }, place, result))
    else if (name !== '') underway.set(thread, { name, text, begun: place })
    const [, resumed, rest = '', outcome = ''] = RESUMED.exec(what) ?? []
    const begun = underway.get(thread)
    if (resumed === undefined || begun?.name !== resumed) continue
    underway.delete(thread)
    calls.push(callOf({ ...begun, text: begun.text + rest }, place, outcome))
  }
  for (const begun of underway.values()) calls.push(callOf(begun, Number.POSITIVE_INFINITY, '?'))
  return calls.sort((a, b) => a.begun - b.begun)
}

function callOf(begun: Begun, ended: number, result: string): SystemCall {
  return { ...begun, file: /^\d+<(.*?)>(?:,|$)/.exec(begun.text)?.[1] ?? '', ended, succeeded: Number(result) >= 0 }
}
