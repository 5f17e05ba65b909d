// A worker's health as Prometheus reads it (text format 0.0.4).
import { unreadiness, type Health } from './health.ts'

type Kind = 'counter' | 'gauge' | 'summary'
type Metric = readonly [
  name: string,
  kind: Kind,
  help: string,
  values: Readonly<Record<string, number>>,
]

/** Counters go on over the death of a process; a gauge is of now. */
export function metricsText(health: Health): string {
  return metricsOf(health)
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

function metricsOf(health: Health): readonly Metric[] {
  const { counters, processes, restarts } = health
  const inFlight = processes.reduce((total, { status }) => total + (status?.inFlight ?? 0), 0)
  const running = processes.filter(({ pid }) => pid !== undefined).length
  return [
    counter('tasks_received', counters.received, 'Tasks received, again each time one comes back.'),
    counter('tasks_done', counters.done, 'Tasks done and removed from their queue.'),
    counter(
      'attempts_failed',
      counters.failed,
      'Attempts that failed, whatever became of the task.',
    ),
    counter('tasks_retried', counters.retried, 'Tasks given back to be tried again.'),
    counter('rate_limits', counters.rateLimited, 'Attempts that were told of too many calls.'),
    counter('tasks_dead', counters.dead, 'Tasks given up, now dead letters.'),
    [
      'worker_task_duration_seconds',
      'summary',
      'Time spent on attempts that ended well.',
      { _sum: counters.durationMs / 1000, _count: counters.done },
    ],
    gauge('tasks_in_flight', inFlight, 'Tasks held now.'),
    counter('lease_renewals', counters.renewals, 'Leases made longer.'),
    counter('leases_lost', counters.lostLeases, 'Leases lost while the task was being processed.'),
    counter('restarts', restarts, 'Processes that died and were replaced.'),
    gauge('processes', running, 'Processes running now.'),
    gauge('processes_wanted', processes.length, 'Processes there should be.'),
    gauge('ready', unreadiness(health) === undefined ? 1 : 0, 'Whether all processes take tasks.'),
  ]
}
