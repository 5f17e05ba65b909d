// The id of a resource that is about to be made: where each kind of API has its clients write it.
import type { Schema } from '../../discovery/document.ts'
import { snakeCase } from '../../discovery/schema/message.ts'
import { fieldOf, isJsonObject, textOf, type JsonObject } from '../json.ts'
import type { Collection } from '../model/collection.ts'
import type { ApiModel, MethodModel } from '../model/api_model.ts'
import { isLong, isNumericInProse, isOutputOnly } from '../model/field.ts'
import { idOf, singularOf } from '../model/resource_path.ts'

export interface Naming {
  readonly model: ApiModel
  readonly method: MethodModel
  readonly collection: Collection
  readonly params: Readonly<Record<string, unknown>>
  /** The request message. */
  readonly body: JsonObject
  /** The resource in it. */
  readonly resource: JsonObject
}

/** The id that the client chose, or undefined: then the server makes one. */
export function chosenId(naming: Naming): string | undefined {
  const { method, collection, params, body, resource, model } = naming
  const query = Object.entries(method.method.parameters ?? {}).filter(
    ([, { location, type }]) => location === 'query' && type === 'string',
  )
  const parameter = idNameAmong(query, collection, model)
  const own = parameter === undefined ? undefined : textOf(params[parameter])
  if (own !== undefined) return own
  const request = model.schema(method.method.request?.$ref)
  if (method.method.request?.$ref !== collection.type) {
    const sibling = idNameAmong(Object.entries(request?.properties ?? {}), collection, model)
    const said = sibling === undefined ? undefined : textOf(body[sibling])
    if (said !== undefined) return said
  }
  return idWithin(resource, collection, model) ?? queryName(naming)
}

/** An upload says its name in the address. */
const queryName = ({ method, params }: Naming): string | undefined =>
  method.method.parameters?.['name']?.location === 'query' ? textOf(params['name']) : undefined

/** The id that the resource itself says. */
function idWithin(
  resource: JsonObject,
  { schema, idVariable, hasFullNames }: Collection,
  model: ApiModel,
): string | undefined {
  const properties = schema?.properties ?? {}
  const said = (name: string): string | undefined =>
    Object.hasOwn(properties, name) && !isOutputOnly(name, schema)
      ? textOf(resource[name])
      : undefined
  if (idVariable !== undefined && !hasFullNames) {
    // `userId` of a user who has an `email`, too: only the server knows it.
    if (isOutputOnly(idVariable, schema)) return undefined
    const own =
      said(idVariable) ?? said(`${idVariable}Name`) ?? said(nameFor(idVariable, properties))
    if (own !== undefined) return own
    const reference = referenceTo(idVariable, properties, model)
    const id = reference === undefined ? undefined : fieldOf(resource[reference], idVariable)
    if (textOf(id) !== undefined) return textOf(id)
  }
  // `fileId` is the `id` of a file, whatever its `name`.
  if (idVariable?.endsWith('Id') && !hasFullNames && Object.hasOwn(properties, 'id'))
    return said('id')
  const name = said('name')
  if (name !== undefined) return hasFullNames ? idOf(name) : name
  return said('id') ?? said('email')
}

/** `ruleName` for the variable `responsePolicyRule`. */
const nameFor = (idVariable: string, properties: object): string =>
  Object.keys(properties).find(
    (name) =>
      name.endsWith('Name') && idVariable.toLowerCase().endsWith(name.slice(0, -4).toLowerCase()),
  ) ?? ''

/** `tableReference`, whose schema has a `tableId`. */
function referenceTo(
  idVariable: string,
  properties: Readonly<Record<string, Schema>>,
  model: ApiModel,
): string | undefined {
  return Object.entries(properties).find(
    ([name, { $ref }]) =>
      name.endsWith('Reference') && model.schema($ref)?.properties?.[idVariable] !== undefined,
  )?.[0]
}

/** Of the request (AIP-155, Cloud DNS), or of something outside of the API: not of the resource. */
const NOT_OF_RESOURCE = /^(request|client_operation|external(_\w+)?)$/

/** `secretId` for a collection of `secrets`; the only name of that form if it is no id of something else. */
function idNameAmong(
  fields: readonly (readonly [string, Schema])[],
  { pattern, type, known, idVariable }: Collection,
  model: ApiModel,
): string | undefined {
  const names = fields
    .filter(([, { type: kind }]) => kind === 'string')
    .map(([name]) => name)
    .filter((name) => /(Id|_id)$/.test(name))
  const plural = pattern.slice(pattern.lastIndexOf('/') + 1)
  const wanted = [known?.idName, known?.singular, singularOf(plural), type].map((word = '') =>
    snakeCase(word.charAt(0).toLowerCase() + word.slice(1)),
  )
  const fits = names.find((name) => name === idVariable || wanted.includes(wordOf(name)))
  if (fits !== undefined) return fits
  // `partnerId` of an advertiser's channel says which partner it belongs to.
  const free = names.filter((name) => !NOT_OF_RESOURCE.test(wordOf(name)))
  return free.length === 1 && !model.singulars.has(wordOf(free[0]!)) ? free[0] : undefined
}

const wordOf = (idName: string): string => snakeCase(idName).replace(/_id$/, '')

/** Whether ids that the server makes are digits: as the type of the id says, the pattern of the path, or prose. */
export function hasNumericIds({ schema, idVariable = 'id', onMember }: Collection): boolean {
  const properties = schema?.properties ?? {}
  const { id, name } = properties
  const own = Object.hasOwn(properties, idVariable) ? properties[idVariable] : undefined
  const inPaths = onMember.map(({ method, isWhole }) => {
    const variables = method.parameters ?? {}
    return isWhole ? Object.values(variables).find(isInPath) : variables[idVariable]
  })
  return (
    [id, own, ...inPaths].some((one) => one !== undefined && isOfDigits(one)) ||
    isNumericInProse(id) ||
    isNumericInProse(name)
  )
}

const isInPath = ({ location }: Schema): boolean => location === 'path'

// `^customers/[^/]+/reports/\d+$`
const isOfDigits = (schema: Schema): boolean =>
  isLong(schema) || /(\\d|\[0-9\])(\+|\{[\d,]+\})\)?\$?$/.test(schema.pattern ?? '')

/** Versions are counted: 1, 2, 3. */
export const isCounted = ({ pattern }: Collection): boolean => /[vV]ersions$/.test(pattern)

// `[Output Only] URL of the zone`.
export const isLink = ({ description = '' }: Schema): boolean =>
  /^(\[?output[ -]only\]?[.:]?\s*)?(the )?URL\b/i.test(description)

/** Fills the names of a resource's containers that its schema has: `bucket`, `tableReference.datasetId`. */
export function fillPlace(
  resource: JsonObject,
  collection: Collection,
  model: ApiModel,
  place: Readonly<Record<string, string>>,
  /** The address of the container that a variable names. */
  linkTo: (variable: string) => string,
): void {
  const properties = collection.schema?.properties ?? {}
  for (const [variable, value] of Object.entries(place)) {
    const property = Object.hasOwn(properties, variable) ? properties[variable]! : undefined
    if (property?.type === 'string')
      resource[variable] ??= isLink(property) ? linkTo(variable) : value
    const reference = referenceTo(variable, properties, model)
    if (reference === undefined) continue
    const held = (resource[reference] ??= {})
    if (isJsonObject(held)) held[variable] ??= value
  }
}
