// Which pages the site has, in which groups and in which order.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

export interface Page {
  /** In the site, without `.html`. */
  readonly path: string
  readonly title: string
  /** In the repository; undefined for a page that is made of the code. */
  readonly source?: string
  /** Of the menu; undefined for a page that others lead to. */
  readonly group?: string
  /** One sentence for the first page. */
  readonly about?: string
}

type Entry = readonly [source: string, title: string, about: string]

const groups: Readonly<Record<string, readonly Entry[]>> = {
  Start: [
    [
      'docs/first_steps.md',
      'The first five minutes',
      'From nothing to an API that answers, and a test that uses it.',
    ],
    ['README.md', 'Overview', 'What it is, what it can do, and what it cannot.'],
  ],
  Guides: [
    [
      'docs/testing_an_app.md',
      'Test an app',
      'An emulator in your tests: state, time, faults, assertions.',
    ],
    [
      'docs/control.md',
      'State, time, calls and faults',
      'Reset, fork, move the clock, look at calls, have things fail.',
    ],
    [
      'docs/cloud_tasks.md',
      'Cloud Tasks',
      'Queues that dispatch to your program, for each client.',
    ],
    ['docs/grpc.md', 'gRPC', 'Google’s Cloud clients, at the same port.'],
    ['docs/pubsub.md', 'Pub/Sub', 'Topics and subscriptions, with StreamingPull.'],
    ['docs/cloud_storage.md', 'Cloud Storage', 'Buckets and objects at STORAGE_EMULATOR_HOST.'],
    [
      'docs/auth.md',
      'Credentials and policies',
      'Tokens, scopes and IAM that refuse as Google does.',
    ],
    ['docs/replay.md', 'Record and replay', 'Measure how near the emulator is to what you use.'],
    ['docs/ci.md', 'In CI', 'Start it, wait for it, keep what failed.'],
    ['docs/containers.md', 'In containers', 'Images, docker compose and testcontainers.'],
    [
      'docs/migrate_from_task_queue.md',
      'From Task Queue to Cloud Tasks',
      'Two views of the same tasks.',
    ],
    ['docs/writing_an_api.md', 'Write an API', 'A document, and handlers for what it cannot say.'],
    ['docs/resource_data.md', 'Data beside a document', 'Seeds, rules, defaults and traits.'],
    ['worker/README.md', 'The worker host', 'A service that processes messages and loses none.'],
    ['render/README.md', 'The render service', 'Tasks in, PDF documents out.'],
    ['docs/writing_a_worksheet.md', 'Write a worksheet', 'A page of vectors in one file.'],
  ],
  Reference: [
    ['reference/settings', 'Settings', 'Every flag and variable of the three programs.'],
    ['reference/command_line', 'Command line', 'Every command, as --help tells it.'],
    ['reference/control_api', 'Control API', 'Methods and messages of emulator:v1.'],
    ['reference/handlers', 'discovery-emulator', 'What handlers and tests import.'],
    ['reference/queue', 'discovery-emulator/queue', 'The engine of pull queues, for handlers.'],
    ['reference/worker', '@discovery-emulator/worker', 'What services on the worker host import.'],
  ],
  'What to rely on': [
    ['docs/fidelity.md', 'Fidelity', 'What is as at Google, what is not, and how it is known.'],
    ['docs/coverage/README.md', 'Coverage', 'What answers each method, and how near that is.'],
    ['docs/conformance.md', 'Conformance', 'Suites that others wrote, with the score.'],
    [
      'docs/durability.md',
      'Durability',
      'What each store keeps, what a failover may lose, and several servers.',
    ],
    ['docs/faults.md', 'Load and faults', 'What was tried while everything went wrong.'],
    ['docs/security.md', 'Security', 'What it trusts, and what it refuses.'],
    [
      'docs/google_rest.md',
      "Facts about Google's REST",
      'What documents do not say, with sources.',
    ],
  ],
  Project: [
    ['CONTRIBUTING.md', 'Contributing', 'Where things are, and how to change them.'],
    ['docs/decisions/README.md', 'Decisions', 'Why it is as it is.'],
    ['CHANGELOG.md', 'Changes', 'What users notice, newest first.'],
  ],
}

/** The places of sources that are not named as in the repository. */
const PLACES: Readonly<Record<string, string>> = {
  'README.md': 'overview',
  'worker/README.md': 'worker',
  'render/README.md': 'render',
  'CONTRIBUTING.md': 'contributing',
  'CHANGELOG.md': 'changes',
}

const placeOf = (source: string): string =>
  PLACES[source] ??
  source
    .replace(/^docs\//, '')
    .replace(/README\.md$/, 'index')
    .replace(/\.md$/, '')

/** All of them; those of `docs/` that no group names come in the group before the last. */
export function contents(): Page[] {
  const named = Object.entries(groups).flatMap(([group, entries]) =>
    entries.map(([source, title, about]): Page => ({
      path: placeOf(source),
      title,
      about,
      group,
      ...(source.endsWith('.md') && { source }),
    })),
  )
  const sources = new Set(named.map(({ source }) => source))
  const others = globSync('docs/**/*.md', { cwd: root })
    .filter((source) => !sources.has(source))
    .toSorted()
    .map((source): Page => {
      const isOwn = !source.startsWith('docs/coverage/') && !source.startsWith('docs/decisions/')
      const title = titleIn(readFileSync(join(root, source), 'utf8'))
      return {
        path: placeOf(source),
        title,
        source,
        ...(isOwn && { group: 'What to rely on', about: '' }),
      }
    })
  return [...named, ...others]
}

const titleIn = (markdown: string): string =>
  (/^# (.+)$/m.exec(markdown)?.[1] ?? '').replaceAll('`', '')
