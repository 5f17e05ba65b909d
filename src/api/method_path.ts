// Where a method is reached, from the root of its API's host.
import type { BoundMethod } from './service.ts'

/** What stands before a method's own path. The routes that a module adds begin at the root of the API's host. */
export const prefixOf = (
  { service: { rootPath, outline }, route }: BoundMethod,
  pathKind = '',
): string => (route === undefined ? rootPath.slice(1) + pathKind + outline.servicePath : pathKind)

/** A method's path from the root of its API's host, as a template without its first slash. */
export const fullPathOf = (bound: BoundMethod): string => prefixOf(bound) + bound.outline.path
