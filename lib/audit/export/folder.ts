/** Where an export goes. Paths are relative, with slashes; what ends in `.gz` is compressed on the way. */
export interface TrailFolder {
  /**
   * The file appears whole or not at all. One that is there with the same content stays; with another it is an
   * ExportError.
   */
  write(path: string, text: string): Promise<void>
  /** A compressed file whose path is known only when all of it is. */
  draft(): TrailDraft
}

export interface TrailDraft {
  append(bytes: Uint8Array): Promise<void>
  /** Makes it appear. */
  publish(path: string): Promise<void>
  /** Leaves nothing of it. */
  discard(): Promise<void>
}
