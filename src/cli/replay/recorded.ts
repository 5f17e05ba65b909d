// What a recording holds: sequences of calls, and what was answered.
export interface RecordedCall {
  /** `redis:v1` */
  readonly api: string
  readonly id: string
  readonly class?: string
  readonly m: string
  /** '' where it was not recorded. */
  readonly u: string
  readonly b: unknown
  /** There was a body, which is not here. */
  readonly bodyNotRecorded?: boolean
  /** A body that is no JSON; bytes as `base64:…`. */
  readonly bt?: string
  readonly s: number
  readonly r: unknown
  readonly rt?: string
  /** Headers of the answer. */
  readonly rh?: Readonly<Record<string, string>>
  /** Headers of the request. */
  readonly h?: Readonly<Record<string, string>>
}

export interface Sequence {
  readonly src: string
  /** Every call that was made is here. */
  readonly complete?: boolean
  readonly calls: readonly RecordedCall[]
}
