// Roles and policies that somebody writes for the start: JSON in a file, or in the setting itself.
import { pointerToken } from '../../json_pointer.ts'
import { readFile } from 'node:fs/promises'
import { isJsonObject, type JsonObject } from '../../resources/json.ts'
import type { Binding } from './bindings.ts'
import type { RoleTable } from './roles.ts'

/** By name of a resource: `projects/p`. */
export type PolicyTable = Readonly<Record<string, readonly Binding[]>>

/** Throws an Error that says what is wrong, and where. */
export async function readRoles(setting: string): Promise<RoleTable> {
  const { table, place } = await readTable(setting, 'roles')
  for (const [role, permissions] of Object.entries(table)) {
    if (!/(^|\/)roles\/[\w.{}]+$/.test(role))
      throw new Error(`${place}: "${role}" is no name of a role: roles/my.reader is one`)
    if (!isTexts(permissions))
      throw new Error(`${place}: /${pointerToken(role)} must be a list of permissions`)
  }
  return table as unknown as RoleTable
}

/** The same. */
export async function readPolicies(setting: string): Promise<PolicyTable> {
  const { table, place } = await readTable(setting, 'policies')
  const policies = Object.entries(table).map(([name, policy]) => {
    const bindings = isJsonObject(policy) ? policy['bindings'] : undefined
    if (!Array.isArray(bindings))
      throw new Error(`${place}: /${pointerToken(name)}/bindings must be a list`)
    for (const [i, binding] of bindings.entries())
      checkBinding(binding, `${place}: /${pointerToken(name)}/bindings/${i}`)
    return [name, bindings as unknown as readonly Binding[]] as const
  })
  return Object.fromEntries(policies)
}

async function readTable(
  setting: string,
  what: string,
): Promise<{ readonly table: JsonObject; readonly place: string }> {
  const isJson = setting.trimStart().startsWith('{')
  const place = isJson ? `--${what}` : setting
  if (setting === '') return { table: {}, place }
  const text = isJson
    ? setting
    : await readFile(setting, 'utf8').catch((error: Error) => {
        throw new Error(`cannot read the ${what} of ${setting}: ${error.message}`)
      })
  let table: unknown
  try {
    table = JSON.parse(text)
  } catch (error) {
    throw new Error(`${place} is not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (!isJsonObject(table)) throw new Error(`${place}: must be an object, by name`)
  return { table, place }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** Source: https://cloud.google.com/iam/docs/principal-identifiers */
const MEMBER =
  /^(allUsers|allAuthenticatedUsers|(user|serviceAccount|group|domain|principal|principalSet|deleted|project(Owner|Editor|Viewer)):.+)$/

function checkBinding(value: unknown, at: string): void {
  if (!isJsonObject(value) || typeof value['role'] !== 'string' || !isTexts(value['members']))
    throw new Error(`${at} must have a role and a list of members`)
  for (const [i, member] of value['members'].entries())
    if (!MEMBER.test(member))
      throw new Error(
        `${at}/members/${i}: "${member}" is nobody; user:me@example.com is somebody, and serviceAccount:…, group:…, domain:…, allUsers`,
      )
}

/** A name as part of a JSON pointer. */
