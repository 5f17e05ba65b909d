// What protos say of resources: google.api.resource, resource_definition and resource_reference (google/api/resource.proto).
import type { ResourceReference, ResourceType } from '../document.ts'
import { optionOf, type ProtoField, type ProtoNode } from './node.ts'

type Option = Readonly<Record<string, string | readonly string[] | undefined>>

/** The resource that a message is. */
export function resourceOf(node: ProtoNode): ResourceType | undefined {
  const { values, isWhole } = optionOf(node, 'google.api.resource')
  const [own] = values.map((each) => resourceTypeOf(each as Option, isWhole))
  return own?.type === '' ? undefined : own
}

/** By type: those of messages, and those that a file defines without a message. */
export function resourceTypesIn(nodes: readonly ProtoNode[]): Record<string, ResourceType> {
  const types: Record<string, ResourceType> = {}
  for (const node of nodes)
    for (const name of ['google.api.resource', 'google.api.resource_definition']) {
      const { values, isWhole } = optionOf(node, name)
      for (const value of values) {
        const own = resourceTypeOf(value as Option, isWhole)
        const known = types[own.type]
        // Of several files the first that says all.
        if (own.type !== '' && (known === undefined || (!known.hasAllPatterns && isWhole)))
          types[own.type] = own
      }
    }
  return types
}

function resourceTypeOf(option: Option, hasAllPatterns: boolean): ResourceType {
  const singular = textOf(option['singular'])
  const nameField = textOf(option['nameField'] ?? option['name_field'])
  return {
    type: textOf(option['type']),
    patterns: [option['pattern'] ?? []].flat(),
    hasAllPatterns,
    nameField: nameField === '' ? 'name' : nameField,
    ...(singular !== '' && { singular }),
  }
}

/** What the names in a field are of. */
export function referenceOf(field: ProtoField): ResourceReference | undefined {
  const [option] = optionOf(field, 'google.api.resource_reference').values as Option[]
  const type = textOf(option?.['type'])
  // `*`: of any. A `child_type` says of which kind the children are, not what the parent is.
  return type === '' || type === '*' ? undefined : { type }
}

const textOf = (value: Option[string]): string => [value ?? ''].flat()[0] ?? ''
