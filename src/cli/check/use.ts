// One place where a method of an API is used.

export interface Use {
  /** `redis:v1`, or the host where no API of it is served. */
  readonly api: string
  /** Id of the method, or what was asked for. */
  readonly method: string
  /** `src/app.ts:12` */
  readonly place: string
}
