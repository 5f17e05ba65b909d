// A handler module to begin with: one method of each resource, commented out.
import type { RestDescription, RestMethod } from '../../discovery/document.ts'
import { methodsOf } from '../../discovery/read/methods.ts'

/** `base`: of the document's file name, `cloudtasks_v2`. */
export function handlerStubs(document: RestDescription, base: string): string {
  const stubs = firstMethods(document).map((method) => stubOf(method, document))
  return `// What the methods of the ${titleOf(document)} do.
import type { Handlers } from 'discovery-emulator'
import type { Methods } from './types/${base}.ts'

/** Made once when the server starts; every handler gets it. */
export const open = () => new Map<string, unknown>()

/** A method that is not here keeps resources, by what the document says. */
export const handlers: Handlers<Methods, ReturnType<typeof open>> = {
${stubs.join('\n')}}
`
}

/** Of each resource. */
function firstMethods(document: RestDescription): RestMethod[] {
  const byResource = Map.groupBy(methodsOf(document), ({ pointer }) => resourceAt(pointer))
  return [...byResource.values()].map(([first]) => first!.method)
}

/** `/resources/projects/resources/queues/methods/get` → `projects.queues` */
export const resourceAt = (pointer: string): string =>
  [...pointer.matchAll(/\/resources\/([^/]+)/g)].map(([, name]) => name).join('.')

function stubOf(
  { id, path, httpMethod, parameters, request, response }: RestMethod,
  document: RestDescription,
) {
  const given = [...(parameters === undefined ? [] : ['params']), ...(request ? ['body'] : [])]
  const answer = response?.$ref === undefined ? undefined : document.schemas?.[response.$ref]
  return [
    oneLine(`${httpMethod} ${document.servicePath}${path}`),
    `${quoted(id)}: (${given.length === 0 ? '' : `{ ${given.join(', ')} }`}) => {`,
    `  console.log(${[quoted(id), ...given].join(', ')})`,
    ...(response === undefined ? [] : [`  return ${answer?.type === 'array' ? '[]' : '{}'}`]),
    '},',
    '',
  ]
    .map((line) => `  // ${line}`.trimEnd())
    .map((line) => (line === '  //' ? '' : line))
    .join('\n')
}

const quoted = (text: string): string => `'${oneLine(text).replaceAll(/[\\']/g, String.raw`\$&`)}'`

export const titleOf = ({ title, name }: RestDescription): string =>
  oneLine(typeof title === 'string' ? title : name)

/** A document of a stranger's cannot end a comment. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')
