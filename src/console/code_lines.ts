// A call of a method as lines of a program: the smallest that its document allows.
import type { BoundMethod } from '../api/service.ts'
import { exampleCall } from './curl_example.ts'
import { exampleText } from './example_value.ts'

/** By Google's client for Node, which reads the document from here. */
export function nodeLines(bound: BoundMethod, baseUrl: string): readonly string[] {
  const { name, version } = bound.service.outline
  const given = argumentsOf(bound, baseUrl).map(
    ([key, value]) => `${isWord(key) ? key : JSON.stringify(key)}: ${value}`,
  )
  const path = chainOf(bound).map((part) => (isWord(part) ? `.${part}` : `['${part}']`))
  return [
    "import { google } from 'googleapis'",
    `const api = await google.discoverAPI('${originOf(baseUrl)}/discovery/v1/apis/${name}/${version}/rest')`,
    `const { data } = await api${path.join('')}({ ${given.join(', ')} })`,
  ]
}

/** By Google's client for Python. */
export function pythonLines(bound: BoundMethod, baseUrl: string): readonly string[] {
  const { name, version } = bound.service.outline
  const given = argumentsOf(bound, baseUrl).map(
    ([key, value]) => `${key === 'requestBody' ? 'body' : key.replaceAll(/\W/g, '_')}=${value}`,
  )
  const chain = chainOf(bound)
  const resources = chain.slice(0, -1).map((part) => `.${part}()`)
  return [
    'from google.auth.credentials import AnonymousCredentials',
    'from googleapiclient.discovery import build',
    `api = build('${name}', '${version}', credentials=AnonymousCredentials(),`,
    `            discoveryServiceUrl='${originOf(baseUrl)}/api/{api}/{apiVersion}')`,
    `api${resources.join('')}.${chain.at(-1)}(${given.join(', ')}).execute()`,
  ]
}

/** Values in JSON, which both languages read here. */
function argumentsOf(bound: BoundMethod, baseUrl: string): (readonly [string, string])[] {
  const { parameters = {} } = bound.method
  const { body } = exampleCall(bound, baseUrl)
  return [
    ...Object.entries(parameters)
      .filter(([, { location, required }]) => location === 'path' || required)
      .map(([name, schema]) => [name, JSON.stringify(exampleText(name, schema))] as const),
    ...(body === undefined ? [] : [['requestBody', body] as const]),
  ]
}

/** `secretmanager.projects.secrets.create` → projects, secrets, create. */
function chainOf({ outline, service }: BoundMethod): readonly string[] {
  const parts = outline.id.split('.')
  return parts[0] === service.outline.name ? parts.slice(1) : parts
}

const isWord = (text: string): boolean => /^[a-z_$][\w$]*$/i.test(text)

const originOf = (url: string): string => /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? ''
