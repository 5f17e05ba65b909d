// The timer that the settings ask for: EXECUTION_TYPE=CRON or ONCE.
import type { Settings } from '../../config/settings.ts'
import type { Logger } from '../../log/logger.ts'
import type { TaskSource } from '../source.ts'
import { systemClock, type Clock } from '../../clock.ts'
import { schedulesOf, type TimerSettings } from './schedules.ts'
import { openTimer } from './source.ts'

/** Settings with problems (see timerProblems) make no timer. */
export function openTimerFor(
  settings: TimerSettings &
    Pick<Settings, 'executionType' | 'runAtStartup' | 'cronJitterSeconds' | 'cronOverlap'>,
  logger: Logger,
  clock: Clock = systemClock,
): TaskSource {
  const once = settings.executionType === 'ONCE'
  return openTimer({
    schedules: once ? [] : schedulesOf(settings, clock),
    runAtStartup: once || settings.runAtStartup,
    overlap: settings.cronOverlap,
    jitterMs: settings.cronJitterSeconds * 1000,
    clock,
    logger,
  })
}
