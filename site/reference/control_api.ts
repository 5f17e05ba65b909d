// The control API, from its document.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../contents.ts'
import { row } from './table.ts'

interface Schema {
  readonly id?: string
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly string[]
  readonly $ref?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
}

interface Method {
  readonly id: string
  readonly httpMethod: string
  readonly path: string
  readonly description?: string
  readonly parameters?: Readonly<
    Record<string, Schema & { readonly location: string; readonly required?: boolean }>
  >
  readonly request?: { readonly $ref: string }
  readonly response?: { readonly $ref: string }
}

interface Resource {
  readonly methods?: Readonly<Record<string, Method>>
  readonly resources?: Readonly<Record<string, Resource>>
}

interface Document extends Resource {
  readonly schemas: Readonly<Record<string, Schema>>
}

export function controlApi(): string {
  const file = join(root, 'api_data/emulator_v1.api')
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  const { methods = {}, resources = {}, schemas } = document
  return `# Control API
\`emulator:v1\`, served by every emulator at \`/_emulator/v1\`, with its document at \`/discovery/v1/apis/emulator/v1/rest\` for Google's
clients. [State, time, calls and faults](control.html) says what it is for, and [who may use it](control.html#who-may-use-it).

## All of it
${Object.values(methods).map(methodText).join('\n')}
${Object.entries(resources).map(resourceText).join('\n')}
# Messages
${Object.values(schemas).map(schemaText).join('\n')}`.replace('\n# Messages', '\n## Messages')
}

const resourceText = ([name, { methods = {}, resources = {} }]: readonly [
  string,
  Resource,
]): string =>
  `## ${name}
${Object.values(methods).map(methodText).join('\n')}
${Object.values(resources)
  .flatMap(({ methods: below = {} }) => Object.values(below))
  .map(methodText)
  .join('\n')}`

function methodText({
  id,
  httpMethod,
  path,
  description = '',
  parameters = {},
  request,
  response,
}: Method): string {
  const table = Object.entries(parameters).map(([name, one]) =>
    row(`\`${name}\``, `${typeOf(one)}, ${one.location}`, one.description ?? ''),
  )
  const messages = [
    ...(request === undefined ? [] : [`takes ${typeOf(request)}`]),
    ...(response === undefined ? [] : [`answers ${typeOf(response)}`]),
  ]
  return `### ${id.replace(/^emulator\./, '')}
\`${httpMethod} /${path}\`

${description} ${sentence(messages.join(', '))}
${table.length === 0 ? '' : ['', row('parameter', 'type', ''), row('---', '---', '---'), ...table, ''].join('\n')}`
}

const sentence = (text: string): string =>
  text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`

function schemaText({ id, description = '', properties = {} }: Schema): string {
  const rows = Object.entries(properties).map(([name, one]) =>
    row(`\`${name}\``, typeOf(one), `${one.description ?? ''}${values(one)}`),
  )
  return `### ${id}
${description}

${rows.length === 0 ? '' : [row('member', 'type', ''), row('---', '---', '---'), ...rows, ''].join('\n')}`
}

const values = ({ enum: all }: Schema): string =>
  all === undefined ? '' : ` One of ${all.map((one) => `\`${one}\``).join(', ')}.`

function typeOf({ $ref, type, format, items, additionalProperties }: Schema): string {
  if ($ref !== undefined) return `[${$ref}](#${$ref.toLowerCase()})`
  if (items !== undefined) return `list of ${typeOf(items)}`
  if (additionalProperties !== undefined) return `map of ${typeOf(additionalProperties)}`
  return format ?? type ?? 'any'
}
