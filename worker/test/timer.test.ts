// Timers on a clock that the tests move: intervals, times of day, cron expressions, one run.
import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../src/log/logger.ts'
import type { Task } from '../src/sources/source.ts'
import { cronOf, splitExpressions } from '../src/sources/timer/expressions.ts'
import { openTimerFor } from '../src/sources/timer/open.ts'
import { timerProblems } from '../src/sources/timer/problems.ts'
import { manualClock } from './helpers/manual_clock.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const nothing = {
  executionType: 'CRON',
  cronTimeAmount: undefined,
  cronTimeUnit: undefined,
  cronRunAt: [],
  cronExpressions: '',
  cronTz: '',
  runAtStartup: false,
  cronJitterSeconds: 0,
  cronOverlap: 'skip',
} as const

/** A timer whose runs end at once, unless `busy` says that they go on. */
function timerOf(settings: Partial<Parameters<typeof openTimerFor>[0]>, iso: string) {
  const clock = manualClock(iso)
  const said: string[] = []
  const logger = silentLogger()
  const tell = (...args: unknown[]): void => void said.push(String(args.at(-1)))
  Object.assign(logger, { info: tell, warn: tell })
  const source = openTimerFor({ ...nothing, ...settings }, logger, clock)
  const stopping = new AbortController()
  const started: string[] = []
  const timer = {
    source,
    clock,
    said,
    /** When runs began. */
    started,
    tasks: [] as Task[],
    ended: false,
    busy: undefined as undefined | ((task: Task) => Promise<unknown>),
    stop: () => stopping.abort(),
  }
  const host = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const received = await source.receive({ count: 1, leaseMs: 1, signal: stopping.signal })
      if (received === 'ended') return void (timer.ended = true)
      for (const task of received) {
        started.push(new Date(clock.now()).toISOString())
        timer.tasks.push(task)
        if (timer.busy === undefined) await source.ack(task)
        else await timer.busy(task)
      }
    }
  }
  void host()
  onTestFinished(async () => {
    stopping.abort()
    await source.close()
  })
  return timer
}

const times = (...all: string[]): string[] => all.map((time) => `${time}Z`)

test('0.5 MINUTES are 30 seconds, and no run moves the next', async () => {
  const timer = timerOf({ cronTimeAmount: 0.5, cronTimeUnit: 'MINUTES' }, '2026-01-01T00:00:00Z')
  const { clock } = timer
  await clock.advance(29_999)
  expect(timer.started).toEqual([])
  await clock.advance(1)
  await clock.advance(70 * SECOND)
  expect(timer.started).toEqual(
    times('2026-01-01T00:00:30.000', '2026-01-01T00:01:00.000', '2026-01-01T00:01:30.000'),
  )
  expect(timer.tasks[0]).toMatchObject({ attempt: 1, queue: 'timer', mimetype: 'application/json' })
  expect(JSON.parse(Buffer.from(timer.tasks[0]!.payload).toString())).toEqual({
    schedule: 'every 0.5 minutes',
    scheduled_at: '2026-01-01T00:00:30.000Z',
  })
  expect(new Set(timer.tasks.map(({ id }) => id)).size).toBe(3)
})

test.each([
  [0.25, 'SECONDS', 250],
  [2, 'HOURS', 2 * HOUR],
  [1.5, 'DAYS', 36 * HOUR],
  [6, 'WEEKS', 42 * DAY],
] as const)('every %d %s', async (cronTimeAmount, cronTimeUnit, interval) => {
  const { clock, started } = timerOf({ cronTimeAmount, cronTimeUnit }, '2026-01-01T00:00:00Z')
  await clock.advance(interval - 1)
  expect(started).toHaveLength(0)
  await clock.advance(1)
  expect(started).toHaveLength(1)
  await clock.advance(2 * interval)
  expect(started).toHaveLength(3)
})

test('CRON_JITTER_SECONDS makes each run late by another time, and moves none after it', async () => {
  const timer = timerOf(
    { cronTimeAmount: 1, cronTimeUnit: 'MINUTES', cronJitterSeconds: 20 },
    '2026-11-21T10:00:00Z',
  )
  await timer.clock.advance(HOUR + 30 * SECOND)
  const late = timer.started.map(
    (time, n) => Date.parse(time) - Date.parse('2026-11-21T10:00:00Z') - (n + 1) * MINUTE,
  )
  expect(late).toHaveLength(60)
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...late)).toBeLessThanOrEqual(20 * SECOND)
  expect(new Set(late).size).toBeGreaterThan(10)
  expect(timer.tasks[0]?.id).toContain('2026-11-21T10:01:00.000Z')
  const tooLate = {
    ...nothing,
    cronTimeAmount: 1,
    cronTimeUnit: 'MINUTES',
    cronJitterSeconds: 60,
  } as const
  expect(timerProblems(tooLate)).toEqual([
    'CRON_JITTER_SECONDS is 60, but must be less than the time between runs',
  ])
})

test('RUN_AT_STARTUP runs at once as well', async () => {
  const settings = { cronTimeAmount: 1, cronTimeUnit: 'HOURS', runAtStartup: true } as const
  const { clock, started, said } = timerOf(settings, '2026-01-01T00:00:00Z')
  await clock.advance(HOUR)
  expect(started).toEqual(times('2026-01-01T00:00:00.000', '2026-01-01T01:00:00.000'))
  expect(said).toContain('RUN_AT_STARTUP: a run at once')
})

test('a slow run never overlaps: those due meanwhile are skipped, and the log says so', async () => {
  const timer = timerOf({ cronTimeAmount: 10, cronTimeUnit: 'SECONDS' }, '2026-01-01T00:00:00Z')
  const { clock, source } = timer
  let going = 0
  timer.busy = async (task) => {
    going += 1
    expect(going).toBe(1)
    await clock.wait(35 * SECOND, new AbortController().signal)
    going -= 1
    await source.ack(task)
  }
  await clock.advance(100 * SECOND)
  expect(timer.started).toEqual(
    times('2026-01-01T00:00:10.000', '2026-01-01T00:00:50.000', '2026-01-01T00:01:30.000'),
  )
  expect(timer.said).toContain('every 10 seconds: skipped, for the run before still goes on')
  expect(timer.said).toContain('3 runs were skipped while one went on')
})

const tenSeconds = { cronTimeAmount: 10, cronTimeUnit: 'SECONDS', cronOverlap: 'queue' } as const

test('CRON_OVERLAP=queue does one run right after a slow one, for all that came due meanwhile', async () => {
  const timer = timerOf(tenSeconds, '2026-01-01T00:00:00Z')
  const { clock, source } = timer
  let going = 0
  timer.busy = async (task) => {
    going += 1
    expect(going).toBe(1)
    await clock.wait(35 * SECOND, new AbortController().signal)
    going -= 1
    await source.ack(task)
  }
  await clock.advance(90 * SECOND)
  expect(timer.started).toEqual(
    times('2026-01-01T00:00:10.000', '2026-01-01T00:00:45.000', '2026-01-01T00:01:20.000'),
  )
  expect(timer.tasks[1]!.id).toContain('2026-01-01T00:00:20.000Z')
  expect(timer.said).toContain('every 10 seconds: waits, for the run before still goes on')
  expect(timer.said).toContain('2 runs were skipped while one went on')
})

test('a run that waits takes the place of a retry, too', async () => {
  const timer = timerOf(tenSeconds, '2026-01-01T00:00:00Z')
  const { clock, source } = timer
  timer.busy = async (task) => {
    if (timer.tasks.length > 1) return source.ack(task)
    await clock.wait(15 * SECOND, new AbortController().signal)
    return source.release(task, SECOND)
  }
  await clock.advance(39 * SECOND)
  expect(timer.started).toEqual(
    times('2026-01-01T00:00:10.000', '2026-01-01T00:00:25.000', '2026-01-01T00:00:30.000'),
  )
  expect(timer.tasks.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
})

test('a host that takes several tasks at a time still gets one run at a time', async () => {
  const settings = { cronTimeAmount: 10, cronTimeUnit: 'SECONDS', runAtStartup: true } as const
  const clock = manualClock('2026-01-01T00:00:00Z')
  const source = openTimerFor({ ...nothing, ...settings }, silentLogger(), clock)
  const { signal } = new AbortController()
  const request = { count: 4, leaseMs: 1, signal }
  const [first] = (await source.receive(request)) as Task[]
  let second: unknown
  void source.receive(request).then((received) => (second = received))
  await clock.advance(20 * SECOND)
  expect(second).toBeUndefined()
  await source.ack(first!)
  await clock.advance(10 * SECOND)
  expect(second).toHaveLength(1)
  await source.close()
})

test('a failed run is tried again; the next run by the clock takes its place', async () => {
  const timer = timerOf({ cronTimeAmount: 60, cronTimeUnit: 'SECONDS' }, '2026-01-01T00:00:00Z')
  const { clock, source } = timer
  timer.busy = (task) => source.release(task, task.attempt === 1 ? 5 * SECOND : 300 * SECOND)
  await clock.advance(130 * SECOND)
  expect(timer.started).toEqual(
    times(
      '2026-01-01T00:01:00.000',
      '2026-01-01T00:01:05.000',
      '2026-01-01T00:02:00.000',
      '2026-01-01T00:02:05.000',
    ),
  )
  expect(timer.tasks.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 2])
  const [one, two, three] = timer.tasks.map(({ id }) => id)
  expect(two).toBe(one)
  expect(three).not.toBe(one)
})

test('a run that is given up does not end the timer', async () => {
  const timer = timerOf({ cronTimeAmount: 60, cronTimeUnit: 'SECONDS' }, '2026-01-01T00:00:00Z')
  timer.busy = (task) => timer.source.deadLetter(task, { reason: 'x', attempts: 1 })
  await timer.clock.advance(120 * SECOND)
  expect(timer.started).toHaveLength(2)
  expect(timer.ended).toBe(false)
})

test('a machine that slept runs once for all that it missed, and goes on at the right times', async () => {
  const settings = { cronExpressions: '0 * * * *', cronTz: 'UTC' }
  const { clock, started, said, tasks } = timerOf(settings, '2026-01-01T00:30:00Z')
  await clock.advance(MINUTE)
  clock.jump(5 * HOUR)
  await clock.advance(15 * SECOND)
  expect(tasks).toHaveLength(1)
  expect(tasks[0]!.id).toBe('0 * * * * 2026-01-01T05:00:00.000Z')
  expect(said).toContain('0 * * * *: 4 runs were missed, for which there is this one')
  await clock.advance(29 * MINUTE)
  expect(started.slice(1)).toEqual(times('2026-01-01T06:00:00.000'))
})

test('an interval is not moved by setting the time of day', async () => {
  const settings = { cronTimeAmount: 1, cronTimeUnit: 'HOURS' } as const
  const { clock, started } = timerOf(settings, '2026-01-01T00:00:00Z')
  clock.jump(-30 * DAY)
  await clock.advance(HOUR)
  clock.jump(60 * DAY)
  await clock.advance(HOUR)
  expect(started).toHaveLength(2)
})

test('a clock set back runs nothing a second time', async () => {
  const settings = { cronExpressions: '0 * * * *', cronTz: 'UTC' }
  const { clock, started } = timerOf(settings, '2026-01-01T00:30:00Z')
  await clock.advance(31 * MINUTE)
  clock.jump(-10 * MINUTE)
  await clock.advance(HOUR)
  expect(started).toEqual(times('2026-01-01T01:00:00.000'))
  await clock.advance(10 * MINUTE)
  expect(started).toEqual(times('2026-01-01T01:00:00.000', '2026-01-01T02:00:00.000'))
})

test.each([
  [
    'Europe/Berlin', // 02:30 does not exist on 29 March 2026: the run comes when it would be, at 03:00
    '2026-03-28T00:00:00Z',
    times('2026-03-28T01:30:00.000', '2026-03-29T01:00:00.000', '2026-03-30T00:30:00.000'),
  ],
  [
    'Europe/Berlin', // 02:30 comes twice on 25 October 2026: the first counts
    '2026-10-24T00:00:00Z',
    times('2026-10-24T00:30:00.000', '2026-10-25T00:30:00.000', '2026-10-26T01:30:00.000'),
  ],
  [
    'America/New_York',
    '2026-03-07T06:00:00Z',
    times('2026-03-07T07:30:00.000', '2026-03-08T07:00:00.000', '2026-03-09T06:30:00.000'),
  ],
])(
  'a daily run at 02:30 in %s from %s: once each day, also when clocks change',
  async (cronTz, iso, expected) => {
    const settings = {
      cronRunAt: ['02:30'],
      cronTimeUnit: 'DAYS',
      cronTimeAmount: 1,
      cronTz,
    } as const
    const { clock, started } = timerOf(settings, iso)
    await clock.advance(3 * DAY - HOUR)
    expect(started).toEqual(expected)
  },
)

test('a daily run at 01:30 in New York comes once on the day that has two of them', async () => {
  const settings = {
    cronRunAt: ['01:30'],
    cronTimeUnit: 'DAYS',
    cronTz: 'America/New_York',
  } as const
  const { clock, started } = timerOf(settings, '2026-10-31T04:00:00Z')
  await clock.advance(3 * DAY - HOUR)
  expect(started).toEqual(
    times('2026-10-31T05:30:00.000', '2026-11-01T05:30:00.000', '2026-11-02T06:30:00.000'),
  )
})

test('an hourly expression runs each hour that passes when clocks change', async () => {
  const settings = { cronExpressions: '0 * * * *', cronTz: 'Europe/Berlin' }
  const { clock, started } = timerOf(settings, '2026-10-24T23:30:00Z')
  await clock.advance(3 * HOUR)
  expect(started).toEqual(
    times('2026-10-25T00:00:00.000', '2026-10-25T01:00:00.000', '2026-10-25T02:00:00.000'),
  )
})

test('several times of day, and only every second day', async () => {
  const settings = {
    cronRunAt: ['8:00', '20:15:30'],
    cronTimeUnit: 'DAYS',
    cronTimeAmount: 2,
    cronTz: 'UTC',
  } as const
  const { clock, started } = timerOf(settings, '2026-01-01T12:00:00Z')
  await clock.advance(4 * DAY)
  expect(started).toEqual(
    times(
      '2026-01-01T20:15:30.000',
      '2026-01-02T08:00:00.000',
      '2026-01-03T20:15:30.000',
      '2026-01-04T08:00:00.000',
    ),
  )
})

test('expressions that are due together are one run; CRON_EXPRESSIONS go before the rest', async () => {
  const settings = {
    cronExpressions: '*/30 * * * *, 0 9,10 * * *',
    cronTz: 'UTC',
    cronTimeAmount: 1,
    cronTimeUnit: 'SECONDS',
  } as const
  const { clock, started, tasks, source } = timerOf(settings, '2026-01-01T08:45:00Z')
  expect(source.description).toBe('*/30 * * * * and 0 9,10 * * *')
  await clock.advance(HOUR)
  expect(started).toEqual(times('2026-01-01T09:00:00.000', '2026-01-01T09:30:00.000'))
  expect(tasks[0]!.id).toBe('*/30 * * * * and 0 9,10 * * * 2026-01-01T09:00:00.000Z')
})

test('an expression with a year comes to its end', async () => {
  const settings = { cronExpressions: '0 0 12 1 1 * 2026', cronTz: 'UTC' }
  const timer = timerOf(settings, '2026-01-01T11:59:00Z')
  await timer.clock.advance(2 * MINUTE)
  expect(timer).toMatchObject({ ended: true, started: times('2026-01-01T12:00:00.000') })
})

test('ONCE is one run, tried again if it fails, and then the end', async () => {
  const timer = timerOf({ executionType: 'ONCE' }, '2026-01-01T00:00:00Z')
  timer.busy = (task) =>
    task.attempt < 3 ? timer.source.release(task, 1000) : timer.source.ack(task)
  await timer.clock.advance(10 * SECOND)
  expect(timer.tasks.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  expect(timer.ended).toBe(true)
})

test('a timer stops at once', async () => {
  const timer = timerOf({ cronTimeAmount: 1, cronTimeUnit: 'WEEKS' }, '2026-01-01T00:00:00Z')
  await timer.clock.advance(1)
  const aborted = new AbortController()
  const received = timer.source.receive({ count: 1, leaseMs: 1, signal: aborted.signal })
  aborted.abort()
  expect(await received).toEqual([])
})

test.each([
  ['0 9,17 * * *', ['0 9,17 * * *']],
  ['* * * * *,*/5 * * * * *', ['* * * * *', '*/5 * * * * *']],
  [' 0 9,17 * * 1,3,5 , 30 12 1,15 * * ', ['0 9,17 * * 1,3,5', '30 12 1,15 * *']],
  ['0 0 12 1 1 * 2030;@daily', ['0 0 12 1 1 * 2030', '@daily']],
  ['', []],
])('the expressions in %j', (text, expected) => {
  expect(splitExpressions(text)).toEqual(expected)
})

test.each([
  ['* * * *', /"\* \* \* \*" has not five to seven fields/],
  ['* * * * 1,3,5 * * * *', /can be read in several ways; separate expressions by ;/],
])('%j is no list of expressions', (text, told) => {
  expect(() => splitExpressions(text)).toThrow(told)
})

test.each([
  [{}, ['EXECUTION_TYPE=CRON needs CRON_EXPRESSIONS, or CRON_TIME_AMOUNT and CRON_TIME_UNIT']],
  [{ cronTimeAmount: 1 }, ['CRON_TIME_AMOUNT needs CRON_TIME_UNIT']],
  [{ cronTimeAmount: 1, cronTimeUnit: 'DAYS' }, []],
  [
    { cronTimeAmount: 0.001, cronTimeUnit: 'SECONDS' },
    ['CRON_TIME_AMOUNT=0.001 SECONDS is less than 10 ms, which no timer keeps'],
  ],
  [{ cronRunAt: ['08:00'], cronTimeUnit: 'DAYS' }, []],
  [
    { cronRunAt: ['08:00'], cronTimeAmount: 1.5, cronTimeUnit: 'HOURS', cronTz: 'Mars/Base' },
    [
      'CRON_TZ is "Mars/Base", but must be a time zone such as Europe/Berlin',
      'CRON_RUN_AT needs CRON_TIME_UNIT=DAYS, not HOURS',
      'CRON_RUN_AT needs a whole CRON_TIME_AMOUNT of days from 1 to 366, not 1.5',
    ],
  ],
  [
    { cronExpressions: '61 * * * *,0 0 30 2 *' },
    [
      'CRON_EXPRESSIONS: "61 * * * *": Invalid value for minute: 61',
      'CRON_EXPRESSIONS: "0 0 30 2 *" never comes',
    ],
  ],
  [{ cronExpressions: ', ' }, ['CRON_EXPRESSIONS: "," has not five to seven fields an expression']],
] as const)('the problems of %j', (settings, problems) => {
  expect(timerProblems({ ...nothing, ...settings })).toEqual(problems)
})

describe('times that are listed in one expression come as those of single expressions do', () => {
  const zones = [
    ['Europe/Berlin', '2026-03-28T12:00:00Z'],
    ['Europe/Berlin', '2026-10-24T12:00:00Z'],
    ['America/New_York', '2026-03-07T12:00:00Z'],
    ['America/New_York', '2026-10-31T12:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T00:00:00Z'], // half an hour back
    ['Australia/Lord_Howe', '2026-10-03T00:00:00Z'],
    ['Australia/Sydney', '2026-04-04T00:00:00Z'],
    ['Australia/Sydney', '2026-10-03T00:00:00Z'],
    ['Pacific/Apia', '2011-12-29T00:00:00Z'], // the day that was skipped
    ['UTC', '2026-03-28T12:00:00Z'],
  ] as const
  const lists = [
    ['30 2,14 * * *', ['30 2 * * *', '30 14 * * *']],
    ['0,30 2 * * *', ['0 2 * * *', '30 2 * * *']],
    ['15 1-3 * * *', ['15 1 * * *', '15 2 * * *', '15 3 * * *']],
    [
      '5,35 0,1,2 * * *',
      ['5 0 * * *', '35 0 * * *', '5 1 * * *', '35 1 * * *', '5 2 * * *', '35 2 * * *'],
    ],
  ] as const

  const DAYS = 4
  const duesOf = (expression: string, zone: string, start: string): number[] => {
    const end = Date.parse(start) + DAYS * 86_400_000
    const dues: number[] = []
    const cron = cronOf(expression, zone)
    for (let due = cron.nextRun(new Date(start)); due !== null && due.getTime() < end;)
      due = cron.nextRun(new Date(dues[dues.push(due.getTime()) - 1]!))
    return dues
  }

  test.each(zones.flatMap(([zone, start]) => lists.map((list) => [zone, start, ...list] as const)))(
    '%s from %s: %s',
    (zone, start, list, singles) => {
      const each = singles.flatMap((single) => duesOf(single, zone, start))
      const expected = [...new Set(each)].toSorted((a, b) => a - b)
      expect(expected.length).toBeGreaterThanOrEqual(DAYS - 1)
      expect(duesOf(list, zone, start)).toEqual(expected)
    },
  )
})
