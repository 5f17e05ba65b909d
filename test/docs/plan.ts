// What the commands of pages need to be run here, and which are not run, and why.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pages.ts'
import type { Step } from './steps.ts'

interface Exception {
  readonly page: string
  /** A whole command, or how some begin. */
  readonly command: string | RegExp
  /** Why not. */
  readonly why: string
  /** What is run in its place. */
  readonly instead?: string
}

const GOOGLE = 'fetches a document from Google'
const DOCKER = 'needs a container engine: test/container'
const PACKAGE = 'is of the package: test/package/package.test.ts runs it'
const REGISTRY = 'needs a package registry'

export const exceptions: readonly Exception[] = [
  {
    page: 'CONTRIBUTING.md',
    command: /^/,
    why: 'takes minutes; CI runs most, and scripts and files are looked for',
  },
  { page: 'README.md', command: /^npm install && npm /, why: 'is what CI does first: .ci/run' },
  { page: 'README.md', command: /^npm install \.\./, why: PACKAGE },
  { page: 'README.md', command: /^npx discovery-emulator/, why: PACKAGE },
  {
    page: 'README.md',
    command: 'npm run add secretmanager v1',
    why: GOOGLE,
    instead: 'npm run add -- --from test/documents/secretmanager_v1.api',
  },
  {
    page: 'README.md',
    command: 'npm run add cloudtasks v2 -- --protos from=@google-cloud/tasks',
    why: GOOGLE,
    instead:
      'npm run add -- --from api_data/cloudtasks_v2.api --force --protos from=@google-cloud/tasks',
  },
  { page: 'docs/containers.md', command: /^docker /, why: DOCKER },
  { page: 'docs/containers.md', command: /^npm run queue -- /, why: DOCKER },
  { page: 'docs/pubsub.md', command: 'npm install @google-cloud/pubsub', why: REGISTRY },
  {
    page: 'docs/pubsub.md',
    command: /^npx discovery-emulator add pubsub v1/,
    why: GOOGLE,
    instead:
      'npx discovery-emulator add --from api_data/pubsub_v1.api --force --protos from=@google-cloud/pubsub',
  },
  { page: 'docs/ci.md', command: /^npm (ci|test)$/, why: REGISTRY },
  {
    page: 'docs/first_steps.md',
    command: 'npm run add secretmanager v1',
    why: GOOGLE,
    instead: 'npm run add -- --from test/documents/secretmanager_v1.api',
  },
  {
    page: 'docs/replay.md',
    command: 'npx discovery-emulator add secretmanager v1',
    why: GOOGLE,
    instead: 'npx discovery-emulator add --from test/documents/secretmanager_v1.api --force',
  },
  {
    page: 'docs/replay.md',
    command: /^npx discovery-emulator record /,
    why: 'calls Google',
    instead:
      'npx discovery-emulator record --upstream http://127.0.0.1:5052 --port 5053 --out recording.jsonl',
  },
  {
    page: 'render/README.md',
    command: /^npm run demo/,
    why: 'takes its time: render/test/service/demo.test.ts',
  },
]

/** Undefined for a command that is run as it stands. */
export const exceptionOf = ({
  page,
  command,
}: Pick<Step, 'page' | 'command'>): Exception | undefined =>
  exceptions.find(
    (one) =>
      one.page === page &&
      (typeof one.command === 'string' ? one.command === command : one.command.test(command)),
  )

/** Commands that do not end by themselves. */
interface Endless {
  readonly command: RegExp
  /** What it prints once it does its work. */
  readonly ready: string
  /** Those of one kind listen at one port: a second one takes the place of the first. */
  readonly kind: 'emulator' | 'worker' | 'render' | 'recorder'
}

const endless: readonly Endless[] = [
  { command: /^npx discovery-emulator record/, ready: 'until Ctrl-C', kind: 'recorder' },
  {
    command: /^npm start$|discovery-emulator( serve| --(?!help|version)|$)/,
    ready: 'stop with Ctrl-C',
    kind: 'emulator',
  },
  { command: /^(\w+=\S+ )+npm start$/, ready: 'connected to queue', kind: 'worker' },
  { command: /^(\w+=\S+ )*npm run render$/, ready: 'connected to queue', kind: 'render' },
]

export const endlessOf = (command: string): Endless | undefined =>
  endless.find((one) => one.command.test(command))

/** Whether a command may print something else in a moment, and has done nothing yet. */
export const mayChange = (command: string, printed: string): boolean =>
  /^npm run queue -- (list|stats)|^curl (?!.* (?:-[dXT]|--json) )/s.test(command) ||
  printed.startsWith('no result: ')

interface Scene {
  /** Files that a reader has. */
  readonly files?: Readonly<Record<string, string>>
  /** Variables of the reader's. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether the page itself starts the server that its first commands ask. */
  readonly startsServer?: boolean
}

const app = `
import { GoogleAuth } from 'google-auth-library'
const auth = new GoogleAuth()
console.log((await auth.getCredentials()).client_email)
`

const secretManager = readFileSync(join(root, 'test/documents/secretmanager_v1.api'), 'utf8')

export const scenes: Readonly<Record<string, Scene>> = {
  'README.md': { startsServer: true },
  'docs/ci.md': { startsServer: true },
  'docs/first_steps.md': { startsServer: true },
  'docs/auth.md': { files: { 'app.js': app } },
  'docs/cloud_storage.md': { files: { 'photo.jpg': 'a photo' } },
  'docs/replay.md': {
    // The server stands in for Google's.
    files: { 'api_data/secretmanager_v1.api': secretManager },
    env: { 'BASH_FUNC_gcloud%%': '() { echo token; }' },
  },
  'worker/README.md': {
    env: { API_DISCOVERY_URL: 'http://localhost:5052/api/{api}/{apiVersion}' },
  },
}
