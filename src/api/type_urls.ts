// How Google's messages name the types of an API: as the protos beside the document do. Documents do not say it; without protos
// it is the form that holds for most.
import type { Service } from './service.ts'

/** Of the message or enum `name`. */
export const typeUrlOf = (name: string, { document }: Pick<Service, 'document'>): string =>
  `type.googleapis.com/${document.schemas?.[name]?.typeName ?? `google.cloud.${document.name}.${document.version}.${name}`}`

/** Of the type of a field or parameter of this name that has no name of its own. */
export function fieldTypeOf(name: string, service: Pick<Service, 'document'>): string {
  const last = name.split('.').at(-1)!
  return typeUrlOf(last.charAt(0).toUpperCase() + last.slice(1), service)
}
