// Loads a processor's module and takes the worker from its exports; the host and every lane do it alike.
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../config/config_error.ts'
import { defineWorker, isWorker, type Context, type Worker } from './processor.ts'

export interface FoundWorker {
  readonly file: string
  /** What PROCESSOR_TYPE would be: selects the same export again. */
  readonly type: string
  readonly worker: Worker
}

interface ProcessorClass {
  readonly name: string
  new (): { process(message: unknown, context: Context): unknown }
}

/** `type` is the name of an export, of a class or of a worker; empty where there is no choice. */
export async function loadWorker(file: string, type: string): Promise<FoundWorker> {
  const module = await importModule(file)
  const candidates = Object.entries(module).flatMap(([name, value]) => candidateOf(name, value))
  const chosen =
    type === '' ? chooseAmong(candidates) : candidates.filter((c) => c.names.includes(type))
  const [only] = chosen
  if (only === undefined || chosen.length > 1)
    throw new ConfigError([noChoice(file, type, candidates)])
  return { file, type: type || only.names.at(-1) || '', worker: workerOf(only.value) }
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    const told = error instanceof Error ? ownStack(error) : String(error)
    throw new ConfigError([`the processor ${file} cannot be loaded: ${told}`])
  }
}

const ownFolder = new URL('../..', import.meta.url).href

/** Without the frames of Node's loader and of this package: where the author is to look is what is left. */
function ownStack({ stack, message }: Error): string {
  const lines = (stack ?? message).split('\n')
  return lines.filter((line) => !isForeign(line)).join('\n')
}

const isForeign = (line: string): boolean =>
  /^ +at /.test(line) && (line.includes('node:internal/') || line.includes(ownFolder))

interface Candidate {
  readonly names: readonly string[]
  readonly value: Worker | ProcessorClass
}

function candidateOf(name: string, value: unknown): Candidate[] {
  if (isWorker(value)) return [{ names: [name, ...(value.name ? [value.name] : [])], value }]
  if (isProcessorClass(value)) return [{ names: [name, value.name], value }]
  return []
}

const isProcessorClass = (value: unknown): value is ProcessorClass =>
  typeof value === 'function' &&
  typeof (value as { prototype?: { process?: unknown } }).prototype?.process === 'function'

/** The default export, else the only one, else the classes whose name says that they are service processors. */
function chooseAmong(candidates: readonly Candidate[]): readonly Candidate[] {
  const byDefault = candidates.filter(({ names }) => names[0] === 'default')
  if (byDefault.length > 0) return byDefault
  if (candidates.length < 2) return candidates
  return candidates.filter(({ names }) => names.some((name) => /serviceprocessor$/i.test(name)))
}

function noChoice(file: string, type: string, candidates: readonly Candidate[]): string {
  const list = candidates.map(({ names }) => names[0]).join(', ')
  if (candidates.length === 0)
    return `${basename(file)} exports no worker: export default defineWorker({ … }), or a class with process()`
  return type === ''
    ? `${basename(file)} exports several workers, choose one with PROCESSOR_TYPE: ${list}`
    : `PROCESSOR_TYPE is "${type}", but ${basename(file)} exports ${list}`
}

function workerOf(value: Worker | ProcessorClass): Worker {
  if (isWorker(value)) return value
  const instance = new value()
  return defineWorker({
    name: value.name,
    process: (message, context) => instance.process(message, context),
  })
}
