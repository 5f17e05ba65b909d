// What to try first, ready to be pasted.
import { html } from 'hono/html'
import type { Service } from '../api/service.ts'
import { ownCommand } from '../own_command.ts'
import { quoted } from './curl_example.ts'
import type { Html } from './layout.ts'

/** `service`: the API to call in the examples. */
export function firstSteps(service: Service, services: readonly Service[], origin: string): Html {
  const hasQueues = services.some(({ id, module }) => id === 'taskqueue:v1beta2' && module)
  return html`<section>
    <h2>First steps</h2>
    <div class="steps">
      ${hasQueues ? step('Fill a queue', queueCommands(origin)) : ''}
      ${step('Call from Node', nodeLines(service, origin))}
      ${step('Call from Python', pythonLines(service, origin))}
    </div>
  </section>`
}

const step = (title: string, lines: readonly string[]): Html =>
  html`<div>
    <h3>${title}</h3>
    <pre class="lines" tabindex="0"><code>${lines.join('\n')}</code></pre>
  </div>`

/** The client looks for the server at its usual address by itself. */
const queueCommands = (origin: string): readonly string[] => [
  ...(/^http:\/\/(127\.0\.0\.1|localhost):5052$/.test(origin)
    ? []
    : [`export API_DISCOVERY_URL=${quoted(`${origin}/api/{api}/{apiVersion}`)}`]),
  ownCommand('queue', `add --payload '{"kind":"task#render"}'`),
  ownCommand('queue', 'list'),
  ownCommand('queue', 'lease --seconds 300'),
]

function nodeLines({ outline: { name, version } }: Service, origin: string): readonly string[] {
  const [api, at] = [name, version].map((part) => encodeURIComponent(part.toWellFormed()))
  return [
    "import { google } from 'googleapis'",
    `const url = ${literal(`${origin}/discovery/v1/apis/${api}/${at}/rest`)}`,
    'const api = await google.discoverAPI(url)',
  ]
}

const pythonLines = ({ outline }: Service, origin: string): readonly string[] => [
  'from google.auth.credentials import AnonymousCredentials',
  'from googleapiclient.discovery import build',
  `api = build(${literal(outline.name)}, ${literal(outline.version)}, credentials=AnonymousCredentials(),`,
  `            discoveryServiceUrl=${literal(`${origin}/api/{api}/{apiVersion}`)})`,
]

/** A string in JavaScript and in Python. */
const literal = (text: string): string =>
  /^[\w.:/{}%[\]-]+$/.test(text) ? `'${text}'` : JSON.stringify(text)
