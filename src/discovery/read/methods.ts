// The tree of resources as a flat list of methods.
import { pointerToken } from '../../json_pointer.ts'
import type { RestDescription, RestMethod, RestResource } from '../document.ts'

export interface LocatedMethod {
  readonly method: RestMethod
  /** JSON pointer of the method in its document. */
  readonly pointer: string
}

/** Every method of a document, in the document's order. */
export function methodsOf(document: RestDescription): LocatedMethod[] {
  return methodsIn(document, '')
}

function methodsIn(resource: RestResource, pointer: string): LocatedMethod[] {
  const own = Object.entries(resource.methods ?? {}).map(([name, method]) => ({
    method,
    pointer: `${pointer}/methods/${pointerToken(name)}`,
  }))
  const nested = Object.entries(resource.resources ?? {}).flatMap(([name, child]) =>
    methodsIn(child, `${pointer}/resources/${pointerToken(name)}`),
  )
  return [...own, ...nested]
}
