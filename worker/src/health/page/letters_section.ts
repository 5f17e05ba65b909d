// The dead letters on the page, each with its orders.
import type { Work, WorkLetter } from '../work.ts'
import { html, type Html } from './html.ts'
import { time } from './sections.ts'

export function lettersSection({ deadLetters }: Work): Html {
  if (deadLetters === null)
    return html`<section class="wide">
      <h2>Dead letters</h2>
      <p class="none">This source keeps none.</p>
    </section>`
  const { problem, total, letters } = deadLetters
  return html`<section class="wide">
    <h2>Dead letters${total > 0 && html` (${total})`}</h2>
    ${problem !== null && html`<p class="problem">${problem}</p>`}
    ${problem === null && total === 0 && html`<p class="none">None.</p>`}
    <ul class="list" id="dead">
      ${letters.map(letterItem)}
    </ul>
    ${total > letters.length && html`<p class="none">The others: <code>worker dead list</code></p>`}
  </section>`
}

const letterItem = ({
  id,
  task,
  queue,
  reason,
  attempts,
  diedAt,
  foreign,
  bytes,
  payload,
}: WorkLetter): Html =>
  html`<li class="letter">
    <div>
      <code>${task}</code> <span class="reason">${reason}</span>
      <small>
        ${foreign && 'foreign · '}${diedAt !== null && html`${time(diedAt)} · `}${queue} ·
        ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}
      </small>
      <details>
        <summary>payload, ${bytes} bytes</summary>
        <pre>${payload}</pre>
      </details>
    </div>
    <div>${!foreign && order(id, 'retry')} ${order(id, 'delete')}</div>
  </li>`

const order = (id: string, name: 'retry' | 'delete'): Html =>
  html`<form method="post" action="/dead/${encodeURIComponent(id.toWellFormed())}/${name}">
    <button aria-label="${name} ${id}">${name}</button>
  </form>`
