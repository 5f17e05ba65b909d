// What can be wrong with a request, before it is worded in the style of an API.
import type { Violation } from '../errors.ts'

/** Something wrong with a request, not yet worded. */
export type Issue =
  | { readonly kind: 'unknown parameter'; readonly name: string }
  | { readonly kind: 'message parameter'; readonly name: string }
  | { readonly kind: 'missing parameter'; readonly name: string }
  | {
      readonly kind: 'bad parameter'
      readonly name: string
      readonly value: string
      readonly typeName: string
      /** The v1 sentence. */
      readonly message: string
    }
  /** Breaks a rule that v2 has no words for (a range, a pattern): both styles say it in v1's words. */
  | { readonly kind: 'refused parameter'; readonly name: string; readonly message: string }
  | { readonly kind: 'unknown field'; readonly owner: FieldPath; readonly name: string }
  | { readonly kind: 'list for single field'; readonly owner: FieldPath; readonly name: string }
  | { readonly kind: 'object for scalar'; readonly path: FieldPath; readonly name: string }
  | {
      readonly kind: 'bad field'
      readonly path: FieldPath
      readonly value: unknown
      readonly typeName: string
    }
  | { readonly kind: 'missing field'; readonly path: FieldPath }
  /** The field names a resource, whose names have other forms: `projects/{project}/topics/{topic}`. */
  | { readonly kind: 'bad name'; readonly path: FieldPath; readonly patterns: readonly string[] }
  | {
      readonly kind: 'oneof set twice'
      readonly owner: FieldPath
      readonly oneof: string
      /** The field that came when another was set. */
      readonly name: string
    }
  | { readonly kind: 'root is no message' }

/** More than these are of no help, and a hostile request could have millions. */
export const MOST_ISSUES = 50

/** A text of the client's as a message may repeat it. */
export const shortened = (text: string): string =>
  text.length > 1000 ? `${text.slice(0, 1000)}…` : text

/** Steps from the root of the body. */
export type FieldPath = readonly (string | number)[]

/** The name of the field that a path leads to, also where it leads into a list. */
export const fieldIn = (path: FieldPath): string =>
  shortened(path.findLast((step) => typeof step === 'string') ?? '')

/** The words of a style for each kind of issue. */
export type Words = {
  readonly [Kind in Issue['kind']]: (issue: Extract<Issue, { kind: Kind }>) => Violation
}

/** `queue.retryConfig[0].x` */
export const jsonPath = (path: FieldPath): string =>
  shortened(
    path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${shortened(step)}`))
      .join('')
      .replace(/^\./, ''),
  )
