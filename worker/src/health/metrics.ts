// A worker's health as Prometheus reads it (text format 0.0.4).
import { unreadiness, type Health } from './health.ts'

type Kind = 'counter' | 'gauge' | 'summary'
type Metric = readonly [
  name: string,
  kind: Kind,
  help: string,
  /** By what follows the name: a suffix, or labels. */
  values: Readonly<Record<string, number>>,
]

/** Of the service, for `worker_info`. */
export interface MetricsAbout {
  readonly name: string
  readonly version: string
}

/** Counters go on over the death of a process; a gauge is of now. */
export function metricsText(health: Health, about: MetricsAbout): string {
  return metricsOf(health, about)
    .filter(([, , , values]) => Object.keys(values).length > 0)
    .map(([name, kind, help, values]) => {
      const lines = Object.entries(values).map(([suffix, value]) => `${name}${suffix} ${value}\n`)
      return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`
    })
    .join('')
}

const counter = (name: string, value: number, help: string): Metric => [
  `worker_${name}_total`,
  'counter',
  help,
  { '': value },
]

const gauge = (name: string, value: number, help: string): Metric => [
  `worker_${name}`,
  'gauge',
  help,
  { '': value },
]

/** A value of a label, https://prometheus.io/docs/instrumenting/exposition_formats/. */
const labels = (values: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(values).map(([name, value]) => {
    const text = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    return `${name}="${text}"`
  })
  return `{${pairs.join(',')}}`
}

/** Seconds since the epoch, as Prometheus has moments. */
function nextRuns({ processes }: Health): Readonly<Record<string, number>> {
  const schedules = processes.flatMap(({ status }) => status?.about.schedules ?? [])
  return Object.fromEntries(
    schedules.flatMap(({ description, nextAt }) =>
      nextAt === undefined ? [] : [[labels({ schedule: description }), nextAt / 1000]],
    ),
  )
}

const metricsOf = (health: Health, about: MetricsAbout): readonly Metric[] => [
  ...taskMetrics(health.counters),
  ...processMetrics(health),
  [
    'worker_schedule_next_run_timestamp_seconds',
    'gauge',
    'When the next run of a schedule is due.',
    nextRuns(health),
  ],
  [
    'worker_info',
    'gauge',
    'The service that runs.',
    { [labels({ service: about.name, version: about.version })]: 1 },
  ],
]

const taskMetrics = (counters: Health['counters']): readonly Metric[] => [
  counter('tasks_received', counters.received, 'Tasks received, again each time one comes back.'),
  counter('tasks_done', counters.done, 'Tasks done and removed from their queue.'),
  counter('attempts_failed', counters.failed, 'Attempts that failed, whatever became of the task.'),
  counter('tasks_retried', counters.retried, 'Tasks given back to be tried again.'),
  counter('rate_limits', counters.rateLimited, 'Attempts that were told of too many calls.'),
  counter('tasks_dead', counters.dead, 'Tasks given up, now dead letters.'),
  [
    'worker_task_duration_seconds',
    'summary',
    'Time spent on attempts that ended well.',
    { _sum: counters.durationMs / 1000, _count: counters.done },
  ],
  counter('lease_renewals', counters.renewals, 'Leases made longer.'),
  counter('leases_lost', counters.lostLeases, 'Leases lost while the task was being processed.'),
]

function processMetrics(health: Health): readonly Metric[] {
  const { processes, restarts } = health
  const inFlight = processes.reduce((total, { status }) => total + (status?.inFlight ?? 0), 0)
  const places = processes.reduce((total, { status }) => total + (status?.about.places ?? 0), 0)
  const running = processes.filter(({ pid }) => pid !== undefined).length
  return [
    gauge('tasks_in_flight', inFlight, 'Tasks held now.'),
    gauge('places', places, 'Tasks that can be processed at a time.'),
    counter('restarts', restarts, 'Processes that died and were replaced.'),
    gauge('processes', running, 'Processes running now.'),
    gauge('processes_wanted', processes.length, 'Processes there should be.'),
    gauge('ready', unreadiness(health) === undefined ? 1 : 0, 'Whether all processes take tasks.'),
  ]
}
