// Preconditions of a request: which version must be there, or must not be.
import { conditionNotMet, notModified } from './errors.ts'

export interface Preconditions {
  readonly ifGenerationMatch?: string | undefined
  readonly ifGenerationNotMatch?: string | undefined
  readonly ifMetagenerationMatch?: string | undefined
  readonly ifMetagenerationNotMatch?: string | undefined
}

interface Version {
  readonly generation?: string | undefined
  readonly metageneration?: string | undefined
  readonly etag?: string | undefined
}

/** Throws 412. `found`: the live version; undefined where there is none, which generation 0 stands for. */
export function checkBeforeChange(found: Version | undefined, wanted: Preconditions): void {
  if (!isMatched(found, wanted) || isUnwanted(found, wanted)) throw conditionNotMet()
}

/** Throws 412 for a version that is not the wanted one, and 304 for the one that the client has. */
export function checkBeforeRead(found: Version, wanted: Preconditions): void {
  if (!isMatched(found, wanted)) throw conditionNotMet()
  if (isUnwanted(found, wanted)) throw notModified(found.etag)
}

const isMatched = (
  found: Version | undefined,
  { ifGenerationMatch, ifMetagenerationMatch }: Preconditions,
): boolean =>
  (ifGenerationMatch === undefined || ifGenerationMatch === (found?.generation ?? '0')) &&
  (ifMetagenerationMatch === undefined || ifMetagenerationMatch === found?.metageneration)

const isUnwanted = (
  found: Version | undefined,
  { ifGenerationNotMatch, ifMetagenerationNotMatch }: Preconditions,
): boolean =>
  (ifGenerationNotMatch !== undefined && ifGenerationNotMatch === (found?.generation ?? '0')) ||
  (ifMetagenerationNotMatch !== undefined && ifMetagenerationNotMatch === found?.metageneration)

/** Those of the source of a copy. */
export const ofSource = (params: {
  readonly ifSourceGenerationMatch?: string | undefined
  readonly ifSourceGenerationNotMatch?: string | undefined
  readonly ifSourceMetagenerationMatch?: string | undefined
  readonly ifSourceMetagenerationNotMatch?: string | undefined
}): Preconditions => ({
  ifGenerationMatch: params.ifSourceGenerationMatch,
  ifGenerationNotMatch: params.ifSourceGenerationNotMatch,
  ifMetagenerationMatch: params.ifSourceMetagenerationMatch,
  ifMetagenerationNotMatch: params.ifSourceMetagenerationNotMatch,
})
