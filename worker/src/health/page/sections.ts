// What the page says of the work: counts, processes, processors, schedules and outcomes.
import type { Work, WorkOutcome, WorkProcess } from '../work.ts'
import { html, type Html } from './html.ts'

export function countsSection({ counters, restarts, problem }: Work): Html {
  const { done, failed, retried, dead, lostLeases } = counters
  const counts = {
    done,
    'failed attempts': failed,
    retried,
    dead,
    'lost leases': lostLeases,
    restarts,
  }
  return html`<section class="wide">
    <dl class="counts">
      ${Object.entries(counts).map(
        ([name, count]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${count}</dd>
          </div>`,
      )}
    </dl>
    ${problem !== null && html`<p class="problem">Not ready: ${problem}</p>`}
  </section>`
}

const tones: Readonly<Record<string, string>> = {
  idle: 'good',
  working: 'busy',
  done: 'good',
  retried: 'busy',
  dead: 'bad',
  lost: 'bad',
  missing: 'bad',
  silent: 'bad',
  'cut off': 'bad',
}

const word = (text: string): Html => html`<span class="word ${tones[text] ?? ''}">${text}</span>`

export const time = (iso: string): Html =>
  html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`

export const processesSection = ({ processes }: Work): Html =>
  html`<section>
    <h2>Processes</h2>
    <ul class="list" id="processes">
      ${processes.map(processItem)}
    </ul>
  </section>`

const processItem = ({ number, pid, state, places, tasks, waiting }: WorkProcess): Html =>
  html`<li>
    <b>${number}</b> ${word(state)}
    <small>
      ${pid !== null && html`pid ${pid} · `}${tasks.length} of ${places} places taken
      ${waiting > 0 && html` · ${waiting} waiting`}
    </small>
    ${tasks.map(
      ({ id, queue, attempt, since }) =>
        html`<small>
          <code>${id}</code> of ${queue}${attempt > 1 && html`, attempt ${attempt}`}, since
          ${time(since)}
        </small>`,
    )}
  </li>`

export const processorsSection = ({ processors, source }: Work): Html =>
  html`<section>
    <h2>Processors</h2>
    <p class="none">${source === null ? 'No process has started yet.' : `from ${source}`}</p>
    <ul class="list" id="processors">
      ${processors.map(
        ({ name, kind, inKey, outKey, batch }) =>
          html`<li>
            ${name || 'process'}
            <small>
              ${kind === undefined ? 'every message' : html`kind <code>${kind}</code>`}
              ${inKey !== undefined && html` of queue <code>${inKey}</code>`}
              ${outKey !== undefined && html`, results to <code>${outKey}</code>`}${batch && ', in batches'}
            </small>
          </li>`,
      )}
    </ul>
  </section>`

export const schedulesSection = ({ schedules }: Work): Html =>
  html`<section class="wide">
    <h2>Schedules</h2>
    <ul class="list" id="schedules">
      ${schedules.map(
        ({ schedule, next }) =>
          html`<li>
            <code>${schedule}</code>
            <small>${next === null ? 'never again' : html`next at ${time(next)}`}</small>
          </li>`,
      )}
    </ul>
  </section>`

export const recentSection = ({ recent }: Work): Html =>
  html`<section class="wide">
    <h2>Last outcomes</h2>
    ${recent.length === 0 && html`<p class="none">None yet.</p>`}
    <ul class="list" id="recent">
      ${recent.map(recentItem)}
    </ul>
  </section>`

const recentItem = ({ task, queue, attempt, outcome, at, durationMs, reason }: WorkOutcome): Html =>
  html`<li>
    ${word(outcome)} <code>${task}</code>
    ${reason !== null && html`<span class="reason">${reason}</span>`}
    <small>
      ${time(at)} · ${queue} · ${Math.round(durationMs)}
      ms${attempt > 1 && html` · attempt ${attempt}`}
    </small>
  </li>`
