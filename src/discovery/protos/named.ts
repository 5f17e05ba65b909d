// Nodes of protos by their full names.
import type { ProtoNode } from './node.ts'

export interface Named {
  /** `google.cloud.tasks.v2.Task` */
  readonly name: string
  readonly node: ProtoNode
}

/** All that is of the version, namespaces included. */
export function namedNodes(root: ProtoNode, version: string): Named[] {
  const found: Named[] = []
  const visit = (node: ProtoNode, name: string, inVersion: boolean): void => {
    if (inVersion) found.push({ name, node })
    for (const [key, inner] of Object.entries(node.nested ?? {}))
      visit(inner, name === '' ? key : `${name}.${key}`, inVersion || key === version)
  }
  visit(root, '', false)
  return found
}

/** A type's name is looked for from the innermost scope outwards, as protoc does. */
export function resolved(type: string, scope: string, root: ProtoNode): Named | undefined {
  const bare = type.replace(/^\./, '')
  const scopes = scope.split('.')
  for (let length = scopes.length; length >= 0; length -= 1) {
    const name = [...scopes.slice(0, length), bare].join('.')
    const node = name
      .split('.')
      .reduce<ProtoNode | undefined>((each, part) => each?.nested?.[part], root)
    if (node !== undefined) return { name, node }
  }
  return undefined
}
