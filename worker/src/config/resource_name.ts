// Names of queues in full, as Cloud Tasks has them: projects/P/locations/L/queues/Q.

interface Place {
  readonly projectName: string
  readonly location: string
}

const PLACE = /^projects\/[^/]+\/locations\/[^/]+\/queues\//

export const placeIn = (name: string): string => PLACE.exec(name)?.[0] ?? ''

/** The same for a name that is full already. */
export const fullName = (name: string, { projectName, location }: Place): string =>
  placeIn(name) === '' ? `projects/${projectName}/locations/${location}/queues/${name}` : name

/** QUEUE_NAME_PREFIX goes before the queue's own name, not before where it is. */
export function prefixed(prefix: string, name: string): string {
  const place = placeIn(name)
  return `${place}${prefix}${name.slice(place.length)}`
}

/** A short name means a queue beside `near`. */
export const beside = (near: string, name: string): string =>
  placeIn(name) === '' ? `${placeIn(near)}${name}` : name
