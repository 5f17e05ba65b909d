// Calls of methods in the source of a program. It is read as text, not understood: a chain that names a method's resource and
// verb (`projects.secrets.create(`) in a file that names its API, a URL of an API, an rpc of a Cloud client.
import type { BoundMethod, Service } from '../../api/service.ts'
import { identifying } from '../replay/identify.ts'
import type { RpcNames } from './rpc_names.ts'
import { unservedClients, unservedUrl } from './unserved_uses.ts'
import type { Found, Place, Use } from './use.ts'

export function sourceUses(
  file: string,
  source: string,
  services: readonly Service[],
  rpcs: RpcNames,
): Found {
  const named = services.filter(({ outline: { name } }) => new RegExp(`\\b${name}\\b`).test(source))
  const lineAt = (index: number) => source.slice(0, index).split('\n').length
  const place = (index: number) => `${file}:${lineAt(index)}`
  const hasCloudClient = CLOUD_CLIENT.test(source)
  const ofRpcs = hasCloudClient ? rpcUses(source, rpcs, place) : []
  return {
    uses: [
      ...chainUses(source, named, place),
      ...urlUses(source, services, place),
      ...ofRpcs,
      ...unservedClients(source, services, place),
    ],
    unclear: hasCloudClient && ofRpcs.length === 0 ? [file] : [],
  }
}

/** A package of Node, or of Python. */
const CLOUD_CLIENT = /['"]@google-cloud\/|\bgoogle\.cloud\b|\bgoogle-cloud-/

/** `a.b().c(`: names with dots, calls without arguments between them, and an opening parenthesis. */
const CHAIN =
  /[a-z_$][\w$]*(?:\s*\(\s*\))?(?:\s*\??\.\s*[a-z_$][\w$]*(?:\s*\(\s*\))?)+(?=\s*\()|[a-z_$][\w$]*(?:\s*(?:\(\s*\))?\s*\??\.\s*[a-z_$][\w$]*)+\s*\(/gi

function chainUses(source: string, services: readonly Service[], place: Place): Use[] {
  const methods = services.flatMap((service) => service.methods.map((bound) => partsOf(bound)))
  return [...source.matchAll(CHAIN)].flatMap(({ 0: text, index }) => {
    const chain = text.split('.').map((part) => part.replaceAll(/[\s()?]/g, ''))
    const fitting = methods
      .map(({ bound, parts }) => ({ bound, fit: commonEnd(chain, parts) }))
      .filter(({ fit }) => fit >= 2)
    const best = Math.max(0, ...fitting.map(({ fit }) => fit))
    return fitting
      .filter(({ fit }) => fit === best)
      .map(({ bound }) => ({
        api: bound.service.id,
        method: bound.outline.id,
        place: place(index),
      }))
  })
}

const partsOf = (bound: BoundMethod) => {
  const { outline, service } = bound
  const parts = outline.id.split('.')
  return { bound, parts: parts[0] === service.outline.name ? parts.slice(1) : parts }
}

/** How many names at the end are the same. */
function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count += 1
  return count
}

const URLS = /https?:\/\/[^\s'"`<>)\\]+/g
const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
/** Characters around a URL among which a verb is looked for. */
const NEAR = 160

function urlUses(source: string, services: readonly Service[], place: Place): Use[] {
  const identify = identifying(services)
  return [...source.matchAll(URLS)].flatMap(({ 0: text, index }): Use[] => {
    const url = text.replaceAll(/\$?\{[^}]*\}|%s/g, 'x').replace(/[,;.]+$/, '')
    if (!URL.canParse(url) || !/googleapis\.com/.test(url)) return []
    const around = source.slice(Math.max(0, index - NEAR), index + text.length + NEAR)
    const said = VERBS.find((verb) => new RegExp(`\\b${verb}\\b|\\.${verb}\\(`, 'i').test(around))
    const verbs = said === undefined ? VERBS : [said, ...VERBS]
    for (const verb of verbs) {
      const found = identify(verb, url)
      if (found !== undefined) return [{ api: found.api, method: found.id, place: place(index) }]
    }
    const unserved = unservedUrl(url, services)
    return unserved === undefined ? [] : [{ ...unserved, place: place(index) }]
  })
}

function rpcUses(source: string, rpcs: RpcNames, place: Place): Use[] {
  return [...source.matchAll(/\.\s*([a-z_]\w*)\s*\(/gi)].flatMap(({ 1: name, index }) =>
    (rpcs.get(name!) ?? []).slice(0, 1).map((use) => ({ ...use, place: place(index) })),
  )
}
