// Every setting: its environment variable (the originals' names kept), its default, and how its text is read.
import type { Setting } from './setting.ts'
import { clock, kinds, queue, rabbitmq } from './source_settings.ts'
import { limits, service, work } from './work_settings.ts'

export const settings = {
  ...kinds,
  ...queue,
  ...work,
  ...limits,
  ...rabbitmq,
  ...clock,
  ...service,
}

/** The values in force, by name. */
export type Settings = {
  readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer T>
    ? T
    : never
}
