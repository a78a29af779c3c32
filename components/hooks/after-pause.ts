/**
 * Writes what was typed after a pause, and while it is not taken after each further one: a page that is on its way keeps
 * the address to itself. Answers what ends it.
 */
export function afterPause(write: () => boolean, pause: number): () => void {
  const timer = setInterval(() => {
    if (write()) clearInterval(timer)
  }, pause)
  return () => clearInterval(timer)
}
