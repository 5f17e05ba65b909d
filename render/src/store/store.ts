// Where documents are kept that are too large for the queue.

export interface KeptDocument {
  readonly taskId: string
  /** One segment of a path: see `filenameOf`. */
  readonly filename: string
  readonly bytes: Uint8Array
  /** Media type. */
  readonly type: string
}

export interface ResultStore {
  /**
   * Resolves to the document's address when it can be read there, whole. The same task and name may come again, and
   * then replaces what was there. Rejects where it cannot be kept now, for instance on a full disk.
   */
  keep(document: KeptDocument): Promise<string>
}
