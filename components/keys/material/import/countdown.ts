const two = (value: number) => String(value).padStart(2, '0')

/** `23:59:12`: hours, minutes and seconds that are left. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
