/**
 * An answer of JSON, a value a line, made as fast as it is read. `make` is given a signal that is aborted when nobody
 * reads any more.
 */
export function linesOf(make: (signal: AbortSignal) => AsyncGenerator<object>, request: Request): Response {
  const gone = new AbortController()
  const values = make(AbortSignal.any([request.signal, gone.signal]))
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await values.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
    },
    cancel: () => gone.abort(),
  })
  // Whatever would compress the stream would hold it back.
  return new Response(body, {
    headers: { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store, no-transform' },
  })
}
