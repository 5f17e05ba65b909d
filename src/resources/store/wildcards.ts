// Places of collections in which a segment may be anything: `projects/p/locations/-/instances`.
import { isBefore } from './layers.ts'

/**
 * True for a place whose collection fits; else where the next may be that does, so that whatever lies between is not read.
 * `wanted` are the segments of the collection.
 */
export function nextFit(place: string, wanted: readonly string[]): true | string {
  const [api = '', collection = ''] = place.split('\u0001')
  const at = (text: string) => `${api}\u0001${text}`
  const behindAllOf = (segments: readonly string[]) => at(`${segments.join('/')}0`) // 0 comes after a slash
  const own = collection.split('/')
  const other = own.findIndex((one, i) => !['-', one, undefined].includes(wanted[i]))
  if (other === -1) {
    if (own.length === wanted.length) return true
    return own.length < wanted.length
      ? at(`${collection}/`)
      : behindAllOf(own.slice(0, wanted.length))
  }
  const shared = own.slice(0, other)
  const end = other === wanted.length - 1 ? '\u0001' : '/'
  const next = at([...shared, wanted[other]].join('/')) + end
  return isBefore(place, next) ? next : behindAllOf(shared)
}
