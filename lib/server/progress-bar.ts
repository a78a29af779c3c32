const WIDTH = 40
const PERCENT = 100

/** A bar that grows in one line of a terminal, and is silent elsewhere. */
export function progressBar(terminal: NodeJS.WriteStream) {
  let shown = -1
  return {
    show(done: number, all: number): void {
      const percent = all > 0 ? Math.min(PERCENT, Math.floor((done / all) * PERCENT)) : PERCENT
      if (!terminal.isTTY || percent === shown) return
      shown = percent
      const filled = Math.round((percent / PERCENT) * WIDTH)
      terminal.write(`\r  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(percent).padStart(3)} %`)
    },
    clear(): void {
      if (shown >= 0) terminal.write(`\r${' '.repeat(WIDTH + 10)}\r`)
    },
  }
}
