import { toBase64 } from '../../bytes.ts'

/** Bytes of a file that was chosen, in base64. */
export async function fileBase64(file: File): Promise<string> {
  return toBase64(new Uint8Array(await file.arrayBuffer()))
}

/** The address of a file that the browser makes from bytes in base64. */
export function bytesHref(base64: string): string {
  return `data:application/octet-stream;base64,${base64}`
}
