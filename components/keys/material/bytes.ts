/** Bytes of a file that was chosen, in base64. */
export async function fileBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** The address of a file that the browser makes from bytes in base64. */
export function bytesHref(base64: string): string {
  return `data:application/octet-stream;base64,${base64}`
}
