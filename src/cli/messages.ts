// What the primary and a worker process say to each other.

export type WorkerMessage =
  | { readonly ready: string }
  | { readonly failed: string }
  | { readonly warning: string }
  /** The answer to the primary's question: all that was sent before it. */
  | { readonly got: true }

export interface PrimaryMessage {
  readonly ask: 'what you have got'
}
