// `add`: fetches a document, checks it, and puts it into the folder of documents with types and a file for its handlers.
import { existsSync } from 'node:fs'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchDocument, NotFetched, parsed, type Wanted } from './fetch_document.ts'
import { bundledApi, bundledHandlers } from './bundled_api.ts'
import { handlerStubs, resourceAt } from './handler_stubs.ts'
import { letModulesBe } from './module_type.ts'
import { withOwnAddress } from './own_address.ts'
import { addProtos } from './protos.ts'
import { problemsOf } from '../../discovery/read/check.ts'
import type { RestDescription } from '../../discovery/document.ts'
import { DocumentError } from '../../discovery/read/load.ts'
import { methodsOf } from '../../discovery/read/methods.ts'
import { readDocument, type LoadedDocument } from '../../discovery/read/read_document.ts'
import { bind } from '../../api/bind.ts'
import { foldersIn, hostAndPort } from '../../config/config.ts'
import { ownCommand } from '../../own_command.ts'
import { printableLines } from '../../printable.ts'
import { settings, type Settings } from '../../config/settings.ts'
import { typesSourceOf } from '../types.ts'
import { curlLine, exampleCall } from '../../console/curl_example.ts'
import { textOf } from '../../discovery/summary.ts'

export interface AddOptions extends Wanted {
  /** Replace a document that is there already. Handlers are never replaced. */
  readonly force: boolean
  /** Where the descriptors are, for gRPC. */
  readonly protos: string | undefined
}

/** Returns the exit code. Throws NotFetched or DocumentError, with nothing written. */
export async function addCommand(config: Settings, options: AddOptions): Promise<number> {
  const known = options.force ? undefined : knownBase(options)
  if (
    known !== undefined &&
    options.protos !== undefined &&
    (await exists(join(config.api_data, `${known}.api`)))
  ) {
    console.log(
      await addProtos(config.api_data, known, options.protos, foldersIn(config.proto_path)),
    )
    return 0
  }
  const bundled = bundledApi(config.api_data, options)
  const { text: served, source } = await fetchDocument(
    bundled === undefined ? options : { ...options, from: bundled },
  )
  const text = withOwnAddress(served, checked(parsed(served, source), source))
  const document = JSON.parse(text) as RestDescription
  refuseOther(document, options, source)
  const base = `${document.name}_${document.version}`
  console.log(printableLines(summaryOf(document, source)))
  const handlers =
    bundled === undefined ? handlerStubs(document, base) : bundledHandlers(document, base)
  const files = await write(config.api_data, base, { text, handlers }, options.force)
  if (options.protos !== undefined)
    files.push(await addProtos(config.api_data, base, options.protos, foldersIn(config.proto_path)))
  console.log(files.map((line) => `${line}\n`).join(''))
  console.log(printableLines(nextSteps(await loaded(config.api_data, base), config)))
  return 0
}

/** Of a document that may be there already: then its descriptors are all that is added. */
const knownBase = ({ name, version }: AddOptions): string | undefined =>
  name === undefined || version === undefined ? undefined : `${name}_${version}`

function checked(document: unknown, source: string): RestDescription {
  const problems = problemsOf(document)
  if (problems.length === 0) return document as RestDescription
  const lines = problems.map(({ pointer, message }) => `  #${pointer}: ${message}`)
  throw new DocumentError([`${source} cannot be served:`, ...lines].join('\n'))
}

function refuseOther(
  document: RestDescription,
  { name, version }: AddOptions,
  source: string,
): void {
  const id = `${document.name} ${document.version}`
  if (
    (name ?? document.name) !== document.name ||
    (version ?? document.version) !== document.version
  )
    throw new NotFetched(`${source} is ${id}, not ${[name, version].join(' ').trim()}.`)
  if (!/^\w[\w.-]*_[\w.-]+$/.test(`${document.name}_${document.version}`))
    throw new NotFetched(`${source} calls itself ${JSON.stringify(id)}, which can be no file name.`)
}

/** What was done, a line for each file. */
async function write(
  apiData: string,
  base: string,
  { text, handlers }: { readonly text: string; readonly handlers: string },
  force: boolean,
): Promise<string[]> {
  const path = join(apiData, `${base}.api`)
  if (!force && (await exists(path)))
    throw new DocumentError(
      `${path} is there already; --force replaces it (and leaves its handlers).`,
    )
  await mkdir(join(apiData, 'types'), { recursive: true })
  await writeFile(path, text)
  const written = await loaded(apiData, base)
  const types = join(apiData, 'types', `${base}.ts`)
  await writeFile(types, typesSourceOf(written))
  const module = [`${base}.ts`, `${base}.js`].map((file) => join(apiData, file)).find(existsSync)
  const newModule = join(apiData, `${base}.ts`)
  if (module === undefined) await writeFile(newModule, handlers)
  const ofHandlers = module === undefined ? `written: ${newModule}` : `kept: ${module}`
  return [`written: ${path}`, `written: ${types}`, ofHandlers, ...(await letModulesBe(apiData))]
}

/** As the server will read it: with the patch that is there already. */
async function loaded(apiData: string, base: string): Promise<LoadedDocument> {
  const patch = `${base}.patch.json`
  const hasPatch = await exists(join(apiData, patch))
  const read = readDocument({
    directory: apiData,
    file: `${base}.api`,
    patchFile: hasPatch ? patch : undefined,
  })
  if (!('problems' in read)) return read
  const lines = read.problems.map(
    ({ file, pointer, message }) => `  ${file}#${pointer}: ${message}`,
  )
  throw new DocumentError(['the document is written, but cannot be served:', ...lines].join('\n'))
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const MOST_LISTED = 12

function summaryOf(document: RestDescription, source: string): string {
  const methods = methodsOf(document)
  const resources = Map.groupBy(methods, ({ pointer }) => resourceAt(pointer))
  const named = [...resources].map(([name, own]) => `${name || 'no resource'} ${own.length}`)
  const uploads = methods.filter(({ method }) => 'mediaUpload' in method)
  return [
    '',
    `${textOf(document.title) || document.name} (${document.name} ${document.version}), from ${source}`,
    `  host       ${new URL(document.rootUrl).host}`,
    `  methods    ${methods.length}`,
    `  resources  ${listed(named)}`,
    `  uploads    ${listed(uploads.map(({ method }) => method.id))}`,
    `  schemas    ${Object.keys(document.schemas ?? {}).length}`,
    '',
  ].join('\n')
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED
  const shown = names.slice(0, MOST_LISTED).join(', ') || 'none'
  return more > 0 ? `${shown} and ${more} more` : shown
}

/** To fill in, to serve, to call. */
function nextSteps(source: LoadedDocument, config: Settings): string {
  const { host = 'localhost', port } = hostAndPort(config.bind)
  const [service] = bind([{ source, module: undefined }])
  const { rootHost, rootPath, methods } = service!
  const first = methods.find(({ outline }) => outline.httpMethod === 'GET') ?? methods[0]
  const base = `http://${host}:${port}/${rootHost}${rootPath}`
  const folder =
    config.api_data === settings.api_data.default ? '' : `--api-data ${config.api_data}`
  return [
    'Next:',
    `  1. Say what methods do in ${source.path.replace(/\.api$/, '.ts')}; one without a handler keeps resources, by what the document says.`,
    `  2. Serve them: ${ownCommand('dev', folder)}`,
    `  3. Call one:   ${first === undefined ? base : curlLine(exampleCall(first, base))}`,
    '',
  ].join('\n')
}
