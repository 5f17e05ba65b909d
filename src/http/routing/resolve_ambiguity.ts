// What to do when a path fits several methods equally well.
import { ApiError } from '../../errors.ts'
import type { Match } from './match.ts'
import { fullPathOf } from '../../api/method_path.ts'
import type { BoundMethod } from '../../api/service.ts'

type Candidate = Match['methods'][number]

/** One host's methods of the same shape are alike, so any may answer; between hosts only a handler decides. */
export function resolveAmbiguity(candidates: readonly Candidate[]): Candidate {
  if (candidates.length === 1) return candidates[0]!
  const handled = candidates.filter(({ bound }) => (bound.handler ?? bound.raw) !== undefined)
  const left = handled.length > 0 ? handled : candidates
  const hosts = new Set(left.map(({ bound }) => bound.service.rootHost))
  if (hosts.size > 1) throw ambiguous(left.map(({ bound }) => bound))
  return left.toSorted((a, b) => (nameOf(a.bound) < nameOf(b.bound) ? -1 : 1))[0]!
}

const nameOf = ({ service, outline }: BoundMethod): string => `${service.id} ${outline.id}`

function ambiguous(methods: readonly BoundMethod[]): ApiError {
  const candidates = methods
    .map((bound) => `${bound.outline.id} (${bound.service.id}) at /${exampleOf(bound)}`)
    .toSorted()
  return new ApiError(
    'FAILED_PRECONDITION',
    'ambiguous',
    `Several APIs have this path: ${candidates.join('; ')}. ` +
      "Put the API's host in front of the path as shown, or send it as the Host header.",
  )
}

const exampleOf = (bound: BoundMethod): string => `${bound.service.rootHost}/${fullPathOf(bound)}`
