// A host in this process, on a source that the test makes.
import { startHost, type Host } from '../../src/host/host.ts'
import type { HostOptions } from '../../src/host/parts.ts'
import { settings as table, type Settings } from '../../src/config/settings.ts'
import type { Setting } from '../../src/config/setting.ts'
import { openHere } from '../../src/executors/here.ts'
import { openLanes } from '../../src/executors/lanes.ts'
import { silentLogger } from '../../src/log/logger.ts'
import type { Worker } from '../../src/processor/processor.ts'
import { noSeen } from '../../src/seen/seen.ts'
import type { TaskSource } from '../../src/sources/source.ts'

export function settingsWith(changes: Partial<Settings>): Settings {
  const defaults = Object.entries(table as Record<string, Setting<unknown>>).map(
    ([name, { default: value }]) => [name, value],
  )
  return { ...(Object.fromEntries(defaults) as Settings), sleepTime: 0.05, ...changes }
}

/** Stopped when the test disposes of it. */
export function hosting(
  worker: Worker,
  source: TaskSource,
  changes: Partial<Settings> = {},
  {
    seen = noSeen,
    logger = silentLogger(),
    lanes,
  }: Partial<Pick<HostOptions, 'seen' | 'logger' | 'lanes'>> = {},
): Host & AsyncDisposable {
  const settings = settingsWith(changes)
  const here = openLanes({
    open: () => openHere(worker, { logger, env: {}, startupMs: settings.startupSeconds * 1000 }),
    shared: true,
    concurrency: settings.concurrency,
    graceAfter: () => settings.taskGraceSeconds * 1000,
    maxCalls: 0,
    maxMegabytes: 0,
  })
  const host = startHost({ settings, worker, source, lanes: lanes ?? here, seen, logger })
  return { ...host, [Symbol.asyncDispose]: () => host.stop(1000).catch(() => undefined) }
}
