import type { EventRowDto, PassedOverDto } from '#console/dto/events.ts'

/** Whether what is appended to the log arrives now, is being connected to, or cannot be reached. */
export type TailState = 'connecting' | 'live' | 'offline'

export interface TailListener {
  /** What came, the oldest first. */
  readonly rows: (rows: readonly EventRowDto[]) => void
  /** Sequence numbers among which not all events were told: read them by `after` and `before`. */
  readonly gap: (gap: PassedOverDto) => void
  readonly state: (state: TailState) => void
  /** The server ended the line, or refused it: the session may be over. */
  readonly refused: () => void
}

/** The part of EventSource that is used here. */
export interface Source {
  addEventListener(
    name: string,
    heard: (event: { readonly data?: unknown; readonly lastEventId?: string }) => void,
  ): void
  close(): void
}

/** A line of server-sent events that is connected again whenever it breaks. */
export interface TailLine {
  /** Connects at once if it is not connected: the network is back, the page is in sight again. */
  wake(): void
  /** Lets go of the connection, and keeps the place. */
  rest(): void
  close(): void
}

/** How long is waited before the first new attempt, and at most; milliseconds. */
const [SOONEST, LATEST] = [500, 15_000]
/** A line that is silent for longer than the server ever is, is dead: a computer that slept may not notice otherwise. */
const SILENCE = 40_000

/**
 * Follows the log from behind `after`, or from now on. Places are kept here and not left to the browser, since not every
 * browser goes on after a server was gone for a while.
 */
export function tailLine(
  connect: (after: number | undefined) => Source,
  listener: TailListener,
  after?: number,
): TailLine {
  let place = after
  let source: Source | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = SOONEST
  let isLost = false

  function open() {
    drop()
    // A line that was lost is so until it is back.
    if (!isLost) listener.state('connecting')
    const opened = connect(place)
    source = opened
    const heard = (name: string, act: (data: unknown) => void) =>
      opened.addEventListener(name, ({ data, lastEventId }) => {
        if (source !== opened) return
        const at = Number(lastEventId)
        if (at > 0) place = at
        listen()
        if (typeof data === 'string') act(JSON.parse(data))
      })
    opened.addEventListener('open', () => {
      if (source !== opened) return
      wait = SOONEST
      isLost = false
      listener.state('live')
      listen()
    })
    opened.addEventListener('error', () => {
      if (source === opened) again()
    })
    // The server writes these, so their form is known.
    heard('events', (data) => listener.rows(data as readonly EventRowDto[]))
    heard('passed-over', (data) => listener.gap(data as PassedOverDto))
    heard('place', () => undefined)
    heard('end', again)
    listen()
  }

  /** Every sign of life starts the wait anew. */
  function listen() {
    clearTimeout(timer)
    timer = setTimeout(again, SILENCE)
  }

  function again() {
    drop()
    isLost = true
    listener.state('offline')
    listener.refused()
    timer = setTimeout(open, wait)
    wait = Math.min(wait * 2, LATEST)
  }

  function drop() {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }

  open()
  return {
    wake() {
      wait = SOONEST
      if (!source) open()
    },
    rest: drop,
    close: drop,
  }
}
