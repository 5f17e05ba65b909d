// `check PATH`: which methods a program, an archive or a recording uses, and what answers each of them here.
import type { BoundMethod, Service } from '../../api/service.ts'
import { loadServices } from '../../api/states.ts'
import type { Config } from '../../config/config.ts'
import { Clock } from '../../clock.ts'
import { printable } from '../../printable.ts'
import { Engine } from '../../resources/engine.ts'
import { engineFallback } from '../../resources/fallback.ts'
import { mockFallback } from '../../resources/mock/mock.ts'
import { readParity, type Parity } from '../coverage/parity.ts'
import { checkDocuments } from './check_documents.ts'
import type { Use } from './use.ts'
import { usesIn } from './uses.ts'

export interface CheckOptions {
  /** A file or a folder; undefined: only the documents are checked. */
  readonly path: string | undefined
  readonly isJson: boolean
}

/** A method that is used: where, and what answers it. */
interface Row {
  readonly method: string
  readonly api: string
  readonly places: readonly string[]
  /** `none` where nothing answers it. */
  readonly origin: string
  readonly parity: Parity | undefined
}

/** 1 if a method that is used would be answered 501, or a URL of Google's is of no served API. */
export async function checkCommand(config: Config, options: CheckOptions): Promise<number> {
  const { path, isJson } = options
  if (path === undefined) return checkDocuments(config)
  const services = await servicesOf(config)
  const { uses, unclear } = await usesIn(path, services, config.api_data)
  const rows = rowsOf(uses, services, await readParity())
  const isFaulty = rows.some(({ origin }) => origin === 'none' || origin === 'not served')
  if (isJson) console.log(JSON.stringify({ methods: rows, unclear }, null, 2))
  else console.log([told(rows, path, services.length), ...unclearLines(unclear)].join('\n'))
  return isFaulty ? 1 : 0
}

function servicesOf({ api_data: folder, ownApiData, unbound }: Config): Promise<Service[]> {
  const engine = new Engine({ clock: new Clock(), seed: '' })
  const fallback = unbound === 'mock' ? mockFallback('') : engineFallback(engine)
  return loadServices(folder, { ownApiData, ...(unbound !== '501' && { fallback }) })
}

function rowsOf(
  uses: readonly Use[],
  services: readonly Service[],
  parity: Readonly<Record<string, Readonly<Record<string, Parity>>>>,
): Row[] {
  const bound = new Map<string, BoundMethod>(
    services.flatMap(({ id, methods }) =>
      methods.map((one) => [`${id} ${one.outline.id}`, one] as const),
    ),
  )
  const groups = Map.groupBy(uses, ({ api, method }) => `${api} ${method}`)
  return [...groups]
    .map(([key, own]) => {
      const { api, method } = own[0]!
      const found = bound.get(key)
      const origin = found === undefined ? 'not served' : (found.behavior?.origin ?? 'none')
      const places = [...new Set(own.map(({ place }) => place))]
      return { method, api, places, origin, parity: parity[api]?.[method] }
    })
    .toSorted((a, b) => (`${a.api} ${a.method}` < `${b.api} ${b.method}` ? -1 : 1))
}

function told(rows: readonly Row[], path: string, served: number): string {
  if (rows.length === 0)
    return `No method of the ${served} served APIs was found in ${printable(path)}.`
  const lines = rows.map((row) => [
    printable(row.origin === 'not served' ? `${row.api} ${row.method}` : row.method),
    row.origin,
    row.parity === undefined ? '' : `${row.parity.status} % of ${row.parity.calls} recorded`,
    placesOf(row.places),
  ])
  const head = ['method', 'answered by', 'as Google', 'used in']
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i]!.length)))
  const table = [head, ...lines].map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
  const missing = rows.filter(({ origin }) => origin === 'none' || origin === 'not served').length
  const end =
    missing === 0
      ? 'All of them are answered.'
      : `${missing} of ${rows.length} ${missing === 1 ? 'is' : 'are'} not answered.`
  return [...table, '', end].join('\n')
}

const unclearLines = (files: readonly string[]): string[] =>
  files.length === 0
    ? []
    : [
        `What a Cloud client calls is told by descriptors beside the documents (add --protos); nothing tells it of ${placesOf(files)}.`,
      ]

const MOST_PLACES = 2

function placesOf(places: readonly string[]): string {
  const more = places.length - MOST_PLACES
  const shown = places.slice(0, MOST_PLACES).map(printable).join(', ')
  return more > 0 ? `${shown} and ${more} more` : shown
}
