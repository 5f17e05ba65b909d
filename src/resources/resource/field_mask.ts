// Changes of a resource by a field mask, or by what the request holds.
import { invalid } from '../../errors.ts'
import { snakeCase } from '../../discovery/schema/message.ts'
import type { Schema } from '../../discovery/document.ts'
import { fieldOf, isJsonObject, setField, type Json, type JsonObject } from '../json.ts'

type Schemas = Readonly<Record<string, Schema>>

/** Paths of a mask as lists of names, in the names of the document: `a_b.c,d` → [[aB, c], [d]]. A key may be quoted. */
export function pathsOf(mask: string, schema: Schema | undefined, schemas: Schemas): string[][] {
  return mask
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .map((path) => named(withinResource(stepsOf(path), schema), schema, schemas))
}

/**
 * The paths of an update mask. Throws 400 INVALID_ARGUMENT for a field that the resource cannot have
 * (https://google.aip.dev/161#invalid-field-mask-entries).
 */
export function maskOf(mask: string, schema: Schema | undefined, schemas: Schemas): string[][] {
  return pathsOf(mask, schema, schemas).flatMap((path) => {
    if (path[0] === '*' || canBe(path, schema, schemas)) return [path]
    const members = path.length === 1 ? oneofMembers(path[0]!, schema) : []
    if (members.length > 0) return members.map((member) => [member])
    // In the names of protos, whichever the client writes: gRPC has but one form of both.
    const protoPath = path.map(snakeCase).join('.')
    throw invalid(
      `Invalid field mask: ${schema?.id ?? 'the resource'} has no field ${protoPath}.`,
      'updateMask',
    )
  })
}

/**
 * `recurrence` names `dailyRecurrence` and `weeklyRecurrence`, of which a message has one: Firestore takes it
 * (recorded). Documents do not have such names.
 */
function oneofMembers(name: string, schema: Schema | undefined): string[] {
  const end = name.charAt(0).toUpperCase() + name.slice(1)
  const members = Object.keys(schema?.properties ?? {}).filter((field) => field.endsWith(end))
  return members.length > 1 ? members : []
}

function canBe(
  [name, ...rest]: readonly string[],
  given: Schema | undefined,
  schemas: Schemas,
): boolean {
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (name === undefined || schema === undefined) return true
  if (schema.items !== undefined) return canBe([name, ...rest], schema.items, schemas)
  if (schema.properties === undefined) return true
  return Object.hasOwn(schema.properties, name) && canBe(rest, schema.properties[name], schemas)
}

/** Some clients name fields from the request on: `policy.spec` for `spec`. */
function withinResource(steps: readonly string[], schema: Schema | undefined): readonly string[] {
  const [first, second] = steps
  const properties = schema?.properties ?? {}
  const isKnown = (step: string) =>
    step in properties || Object.keys(properties).some((name) => snakeCase(name) === step)
  return first !== undefined && second !== undefined && !isKnown(first) && isKnown(second)
    ? steps.slice(1)
    : steps
}

const stepsOf = (path: string): string[] =>
  [...path.matchAll(/`([^`]*)`|"([^"]*)"|([^.`"]+)/g)].map(
    ([, tick, quoted, plain]) => tick ?? quoted ?? plain!,
  )

function named(steps: readonly string[], given: Schema | undefined, schemas: Schemas): string[] {
  const [step, ...rest] = steps
  if (step === undefined) return []
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  const properties = schema?.properties
  if (properties === undefined)
    return [step, ...named(rest, schema?.additionalProperties ?? schema?.items, schemas)]
  const name = Object.hasOwn(properties, step)
    ? step
    : (Object.keys(properties).find((key) => snakeCase(key) === step) ?? step)
  return [name, ...named(rest, properties[name], schemas)]
}

/** What the mask names is taken from `source`; what is not there is cleared. `*`: all of it. */
export function applyMask(
  target: JsonObject,
  source: JsonObject,
  paths: readonly string[][],
): void {
  for (const path of paths) applyPath(target, source, path)
}

function applyPath(
  target: JsonObject,
  source: Json | undefined,
  [name, ...rest]: readonly string[],
): void {
  if (name === undefined) return
  const given = fieldOf(source, name)
  if (rest.length === 0) {
    if (given === undefined || given === null) delete target[name]
    else setField(target, name, given)
    return
  }
  const inner = fieldOf(target, name)
  if (isJsonObject(inner)) applyPath(inner, given, rest)
  else if (given !== undefined) {
    const made: JsonObject = {}
    applyPath(made, given, rest)
    setField(target, name, made)
  }
}

/** Takes out what is at the path, if it is there. */
export function clearAt(target: JsonObject, [name, ...rest]: readonly string[]): void {
  if (name === undefined) return
  const inner = fieldOf(target, name)
  if (rest.length === 0) delete target[name]
  else if (isJsonObject(inner)) clearAt(inner, rest)
}

/** JSON Merge Patch (RFC 7396). */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const [name, value] of Object.entries(source)) {
    const inner = fieldOf(target, name)
    if (value === null) delete target[name]
    else if (isJsonObject(value) && isJsonObject(inner)) mergeInto(inner, value)
    else setField(target, name, value)
  }
}
