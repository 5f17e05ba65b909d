// What a foreign suite is: lines that others wrote, run against a server of ours.

export interface Suite {
  /** The argument of `npm run conformance`. */
  readonly name: string
  /** Who wrote it, where it comes from, what it asks of a server: Markdown. */
  readonly about: string
  /** What it runs, with versions. A text that says what to install where that is not there. */
  found(): Promise<{ readonly versions: string } | { readonly missing: string }>
  /** `url`: a server of its own, empty, at 127.0.0.1. `folder`: an empty one, removed in the end. */
  run(url: string, folder: string): Promise<readonly Line[]>
}

/** One test, sample or step of the suite. */
export interface Line {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** What went wrong, in the words of the suite, on one line. */
  readonly words?: string
}

/** Runs what a line does; what it throws are the words of its failure. */
export async function lineOf(name: string, run: () => Promise<unknown>): Promise<Line> {
  try {
    await run()
    return { name, outcome: 'passed' }
  } catch (error) {
    return { name, outcome: 'failed', words: onOneLine(error) }
  }
}

function onOneLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}
