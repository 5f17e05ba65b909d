// What is to be known of a document to route requests and to list it; plain data, a tenth of the document.
import type { RestDescription, RestMethod } from '../document.ts'
import type { uploadPrefixes } from '../media_upload.ts'
import { methodsOf } from './methods.ts'
import { parsePathTemplate, variablesOf } from '../path_template.ts'
import { firstSentence } from '../summary.ts'

const kept = [
  'name',
  'version',
  'title',
  'description',
  'icons',
  'documentationLink',
  'rootUrl',
  'servicePath',
  'batchPath',
] as const satisfies readonly (keyof RestDescription)[]

export interface Outline extends Pick<RestDescription, (typeof kept)[number]> {
  /** Hosts that also mean this API: with client certificates, and in a region. */
  readonly otherHosts: readonly string[]
  /** In the document's order. */
  readonly methods: readonly MethodOutline[]
}

export interface MethodOutline extends Pick<RestMethod, 'id' | 'httpMethod' | 'path'> {
  /** Patterns of the variables {+x} in the path, which take part in routing. */
  readonly patterns?: Readonly<Record<string, string>>
  /** What requests are routed by, so that a template is parsed only when its method is met. */
  readonly shape: string
  /** The custom verb after the last colon, if there is one. */
  readonly verb?: string
  /** Ways to send bytes. */
  readonly uploads?: readonly (keyof typeof uploadPrefixes)[]
  /** Its bytes are there under `/download/` as well. */
  readonly hasDownloadPath?: true
  /** First sentence of its description. */
  readonly summary: string
}

/** Of a document without problems. */
export function outlineOf(document: RestDescription): Outline {
  const entries = kept.flatMap((key) => (key in document ? [[key, document[key]]] : []))
  return {
    ...(Object.fromEntries(entries) as Pick<RestDescription, (typeof kept)[number]>),
    otherHosts: otherHostsOf(document),
    methods: methodsOf(document).map(({ method }) => methodOutlineOf(method)),
  }
}

function methodOutlineOf(method: RestMethod): MethodOutline {
  const { id, httpMethod, path, description, mediaUpload } = method
  const patterns = patternsOf(method)
  const { shape, verb } = parsePathTemplate(path, (name) => patterns[name])
  const { simple, resumable } = mediaUpload?.protocols ?? {}
  const uploads = [
    ...(simple ? ['simple' as const] : []),
    ...(resumable ? ['resumable' as const] : []),
  ]
  return {
    id,
    httpMethod,
    path,
    ...(Object.keys(patterns).length > 0 && { patterns }),
    shape,
    ...(verb !== '' && { verb }),
    ...(uploads.length > 0 && { uploads }),
    ...(method.supportsMediaDownload &&
      method.useMediaDownloadService && { hasDownloadPath: true }),
    summary: firstSentence(description),
  }
}

function patternsOf({ path, parameters = {} }: RestMethod): Record<string, string> {
  const patterns = variablesOf(path)
    .filter(({ reserved }) => reserved)
    .flatMap(({ name }) => {
      const pattern = parameters[name]?.pattern
      return pattern === undefined ? [] : [[name, pattern] as const]
    })
  return Object.fromEntries(patterns)
}

function otherHostsOf({ mtlsRootUrl, endpoints = [] }: RestDescription): string[] {
  const urls = [mtlsRootUrl, ...endpoints.map(({ endpointUrl }) => endpointUrl)]
  const others = urls.filter((url) => url !== undefined && URL.canParse(url))
  return others.map((url) => new URL(url!).hostname)
}
