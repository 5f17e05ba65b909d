// What a worker works on, for whoever shows it.
import type { Settings } from '../config/settings.ts'
import type { Worker } from '../processor/processor.ts'
import type { Scheduled, TaskSource } from '../sources/source.ts'

export interface WorkAbout {
  /** As the source describes itself. */
  readonly source: string
  readonly queues: readonly string[]
  readonly processors: readonly ProcessorAbout[]
  /** Tasks at a time. */
  readonly places: number
  readonly schedules: readonly Scheduled[]
}

export interface ProcessorAbout {
  /** Of the worker; empty where it has none. */
  readonly name: string
  readonly kind?: string
  readonly inKey?: string
  readonly outKey?: string
  /** Whether it takes many messages at a time. */
  readonly batch: boolean
}

export interface AboutOptions {
  readonly source: Pick<TaskSource, 'description' | 'schedules'>
  readonly worker: Pick<Worker, 'name' | 'processors'>
  readonly settings: Pick<Settings, 'concurrency'>
  readonly queues?: readonly string[]
}

export const aboutOf = ({ source, worker, settings, queues = [] }: AboutOptions): WorkAbout => ({
  source: source.description,
  queues,
  processors: worker.processors.map((processor) => {
    const { kind, inKey, outKey } = processor
    return {
      name: worker.name,
      ...(kind !== undefined && { kind }),
      ...(inKey !== undefined && { inKey }),
      ...(outKey !== undefined && { outKey }),
      batch: processor.processBatch !== undefined,
    }
  }),
  places: settings.concurrency,
  schedules: source.schedules?.() ?? [],
})
