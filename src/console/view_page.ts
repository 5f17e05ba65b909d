// Pages that a script makes, from the control API alone: resources, calls, tasks, time and faults.
import { html } from 'hono/html'
import type { HttpResponse } from '../http/response.ts'
import { pageAnswer } from './layout.ts'

/** By the word in `?view=`: title, and what it is for. */
const views = {
  resources: ['Resources', 'Resources of all APIs, to look at and to edit.'],
  calls: ['Calls', 'What clients call, as it comes.'],
  tasks: ['Tasks', 'Queues and their tasks.'],
  time: ['Time and faults', 'What time it is, and what goes wrong.'],
} as const

export type View = keyof typeof views

export const isView = (word: string): word is View => Object.hasOwn(views, word)

export function viewPage(view: View, hint: string): Promise<HttpResponse> {
  const [title, about] = views[view]
  const main = html`<h1>${title}</h1>
    <p class="lede">${about}</p>
    <noscript><p class="fault">This page is made by a script, and scripts are off.</p></noscript>`
  return pageAnswer(200, {
    title: `${title} – discovery-emulator`,
    search: { words: '', api: undefined, hint },
    main,
    view,
    script: view,
  })
}
