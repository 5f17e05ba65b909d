// The page of one method: what it does, where its answers come from, a form to try it, and lines for programs.
import { html } from 'hono/html'
import { fullPathOf } from '../api/method_path.ts'
import type { BoundMethod } from '../api/service.ts'
import type { Schema } from '../discovery/document.ts'
import { firstSentence, textOf } from '../discovery/summary.ts'
import { pageOf, titleOf } from './api_list.ts'
import { nodeLines, pythonLines } from './code_lines.ts'
import { curlLine, exampleCall } from './curl_example.ts'
import { exampleText } from './example_value.ts'
import type { Html } from './layout.ts'
import { breakable, originWords } from './wording.ts'

export function methodPage(bound: BoundMethod, baseUrl: string): Html {
  const { outline, service, method } = bound
  return html`<div class="head"><h1>${breakable(outline.id)}</h1></div>
    <p class="lede">${textOf(method.description) || outline.summary}</p>
    <dl class="facts">
      <div>
        <dt>API</dt>
        <dd><a href="${pageOf(service)}">${titleOf(service)} ${service.outline.version}</a></dd>
      </div>
      <div>
        <dt>Request</dt>
        <dd>
          <b class="verb ${outline.httpMethod.toLowerCase()}">${outline.httpMethod}</b>
          <code>/${fullPathOf(bound)}</code>
        </dd>
      </div>
      <div>
        <dt>Answered by</dt>
        <dd>${originWords(bound.behavior?.origin ?? 'none')}</dd>
      </div>
    </dl>
    <div id="told" role="status"></div>
    <section>
      <h2>Try it</h2>
      ${tryForm(bound, baseUrl)}
    </section>
    <section>
      <h2>From a program</h2>
      <div class="steps">
        <div>
          <h3>curl</h3>
          <pre tabindex="0"><code>${curlLine(exampleCall(bound, baseUrl))}</code></pre>
        </div>
        ${lines('Node', nodeLines(bound, baseUrl))} ${lines('Python', pythonLines(bound, baseUrl))}
      </div>
    </section>`
}

const lines = (title: string, code: readonly string[]): Html =>
  html`<div>
    <h3>${title}</h3>
    <pre class="lines" tabindex="0"><code>${code.join('\n')}</code></pre>
  </div>`

function tryForm(bound: BoundMethod, baseUrl: string): Html {
  const { method, service } = bound
  const { parameters = {} } = method
  const wanted = Object.entries(parameters).filter(([, schema]) => isWanted(schema))
  const others = Object.entries(parameters).filter(([, schema]) => !isWanted(schema))
  const body = method.request && exampleCall(bound, baseUrl).body
  const url = `${baseUrl}${service.document.servicePath}${method.path}`.replace(
    /^\w+:\/\/[^/]*\//,
    '',
  )
  return html`<form class="try" data-method="${method.httpMethod}" data-url="${url}">
    ${wanted.map(([name, schema]) => input(name, schema, isNeeded(schema) ? exampleText(name, schema) : ''))}
    ${
      others.length === 0
        ? ''
        : html`<details class="more">
            <summary>
              <span class="name">More parameters</span><small>${others.length}</small>
            </summary>
            ${others.map(([name, schema]) => input(name, schema, ''))}
          </details>`
    }
    ${
      body === undefined
        ? ''
        : html`<label class="field">
            <span>Message <small>${method.request?.$ref ?? ''}</small></span>
            <textarea name=" body" rows="${rowsFor(pretty(body))}" spellcheck="false">
${pretty(body)}</textarea>
          </label>`
    }
    <div class="buttons"><button class="main">Send</button></div>
  </form>`
}

const isNeeded = ({ location, required }: Schema): boolean =>
  location === 'path' || required === true

/** Many documents say only in words that a parameter is required: `secretId` of Secret Manager. */
const isWanted = (schema: Schema): boolean =>
  isNeeded(schema) || textOf(schema.description).startsWith('Required.')

function input(name: string, schema: Schema, value: string): Html {
  const { description, enum: words, repeated } = schema
  const isRequired = isNeeded(schema)
  const about = firstSentence(description)
  const label = html`<span>${name} <small>${about}</small></span>`
  if (words !== undefined && repeated !== true)
    return html`<label class="field">
      ${label}
      <select name="${name}" ${isRequired ? 'required' : ''}>
        ${isRequired ? '' : html`<option value=""></option>`}
        ${words.map((word) => html`<option ${word === value ? 'selected' : ''}>${word}</option>`)}
      </select>
    </label>`
  if (repeated === true)
    return html`<label class="field">
      ${label}
      <textarea name="${name}" rows="2" placeholder="one a line" spellcheck="false">
${value}</textarea>
    </label>`
  return html`<label class="field">
    ${label}
    <input
      name="${name}"
      value="${value}"
      ${isRequired ? 'required' : ''}
      spellcheck="false"
      autocomplete="off"
    />
  </label>`
}

const rowsFor = (text: string): number => Math.min(20, text.split('\n').length + 3)

const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2)
