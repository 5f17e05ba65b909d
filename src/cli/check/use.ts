// One place where a method of an API is used.

export interface Use {
  /** `redis:v1`, or the host where no API of it is served. */
  readonly api: string
  /** Id of the method, or what was asked for. */
  readonly method: string
  /** `src/app.ts:12` */
  readonly place: string
}

/** The place of a character of a file. */
export type Place = (index: number) => string

/** What was found, and what could not be told. */
export interface Found {
  readonly uses: readonly Use[]
  /** Files with a Cloud client, of which no call could be told. */
  readonly unclear: readonly string[]
}
