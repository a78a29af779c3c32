/** Lets the browser save what was made here as a file. */
export function save(name: string, parts: BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // After the click the browser has it.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

/** `2026-11-23T142000Z`, for the name of a file. */
export function stamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(':', '')}Z`
}
