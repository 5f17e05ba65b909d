// JSON Merge Patch (RFC 7396) applied to the text of a document: every byte that the patch does not name stays.
import { isObject } from './check_schema.ts'
import { pointerToken } from '../../json_pointer.ts'

export type MergePatch = Readonly<Record<string, unknown>>

/** `text`: a JSON object. What is added is laid out as the rest is. */
export function patchedText(text: string, patch: MergePatch): string {
  const [, newline = '', indent = ''] = /^\s*\{(\r?\n)([ \t]*)/.exec(text) ?? []
  const start = text.indexOf('{')
  const end = endOfValue(text, start)
  const patched = patchedObject(text.slice(start, end), patch, { newline, indent }, 1)
  return text.slice(0, start) + patched + text.slice(end)
}

/** JSON pointers (RFC 6901) of all that a patch sets or takes out. */
export function pointersOf(patch: MergePatch, at = ''): string[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const pointer = `${at}/${pointerToken(key)}`
    const within = isObject(value) ? pointersOf(value, pointer) : []
    return within.length > 0 ? within : [pointer]
  })
}

interface Layout {
  /** Empty: the document is one line. */
  readonly newline: string
  readonly indent: string
}

interface Member {
  readonly key: string
  /** White space, with the comma of all but the first. */
  readonly lead: string
  /** Key and colon. */
  readonly head: string
  readonly value: string
}

function patchedObject(text: string, patch: MergePatch, layout: Layout, depth: number): string {
  const { members, tail } = membersOf(text)
  const kept = members.flatMap((member) => {
    if (!Object.hasOwn(patch, member.key)) return [member]
    const change = patch[member.key]
    if (change === null) return []
    const value =
      isObject(change) && member.value.startsWith('{')
        ? patchedObject(member.value, change, layout, depth + 1)
        : valueText(change, layout, depth)
    return [{ ...member, value }]
  })
  const had = new Set(members.map(({ key }) => key))
  const added = Object.entries(patch)
    .filter(([key, value]) => !had.has(key) && value !== null)
    .map(([key, value]) => addedMember(key, value, layout, depth))
  const all = [...kept, ...added]
  if (all.length === 0) return '{}'
  const written = all.map(({ lead, head, value }, i) => {
    // Whichever is the first now has no comma before it.
    const own = i === 0 ? (members[0]?.lead ?? lead) : lead
    return (i === 0 || own.includes(',') ? own : `,${own}`) + head + value
  })
  const end = members.length > 0 ? tail : layout.newline + layout.indent.repeat(depth - 1)
  return `{${written.join('')}${end}}`
}

function addedMember(key: string, value: unknown, layout: Layout, depth: number): Member {
  const colon = layout.newline === '' ? ':' : ': '
  return {
    key,
    lead: layout.newline + layout.indent.repeat(depth),
    head: JSON.stringify(key) + colon,
    value: valueText(value, layout, depth),
  }
}

function valueText(value: unknown, { newline, indent }: Layout, depth: number): string {
  if (newline === '') return JSON.stringify(withoutNulls(value))
  const text = JSON.stringify(withoutNulls(value), null, '\t')
  return text.replaceAll(
    /\n(\t*)/g,
    (_, tabs: string) => newline + indent.repeat(depth + tabs.length),
  )
}

/** A patch put where there was no object: what it would take out is not there. */
function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]))
}

/** `text`: one JSON object, from brace to brace. `tail`: white space before the closing one. */
function membersOf(text: string): { readonly members: readonly Member[]; readonly tail: string } {
  const members: Member[] = []
  const head = /([\s,]*)("[^"\\]*(?:\\.[^"\\]*)*")\s*:\s*/y
  head.lastIndex = 1
  let end = 1
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    const [whole, lead = '', key = '""'] = match
    const start = head.lastIndex
    end = endOfValue(text, start)
    head.lastIndex = end
    members.push({
      key: JSON.parse(key) as string,
      lead,
      head: whole.slice(lead.length),
      value: text.slice(start, end),
    })
  }
  return { members, tail: text.slice(end, -1) }
}

/** Where the JSON value that starts at `start` ends. */
function endOfValue(text: string, start: number): number {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]|[^\s"{}[\],:]+/g
  token.lastIndex = start
  let depth = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (/^[{[]/.test(match[0])) depth += 1
    else if (/^[}\]]/.test(match[0])) depth -= 1
    if (depth === 0) return token.lastIndex
  }
  return text.length
}
