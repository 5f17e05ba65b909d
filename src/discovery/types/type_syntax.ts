// TypeScript's syntax for types, as text laid out the way the formatter does it.

export type Type =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'union'; readonly members: readonly Type[] }
  | { readonly kind: 'array'; readonly items: Type }
  | { readonly kind: 'map'; readonly values: Type }
  | ObjectType

export interface ObjectType {
  readonly kind: 'object'
  readonly fields: readonly Field[]
  /** It may have other properties as well. */
  readonly open: boolean
}

export interface Field {
  readonly name: string
  readonly type: Type
  readonly optional: boolean
  readonly comment: readonly string[]
}

const lineWidth = 100

export const named = (name: string): Type => ({ kind: 'name', name })

/** `type` behind `label` and a space, or behind a line break where it only fits in several lines. */
export function labelled(label: string, type: Type, indent: string): string {
  const text = print(type, indent, lineWidth - indent.length - label.length - 1)
  return text.startsWith('\n') ? `${label}${text}` : `${label} ${text}`
}

/** `{ … }` with one field a line. */
export function block({ fields, open }: ObjectType, indent: string): string {
  if (fields.length === 0) return '{}'
  const inner = `${indent}  `
  const lines = fields.map((field) => {
    const label = `${propertyName(field.name)}${field.optional ? '?' : ''}:`
    const line = labelled(label, field.optional ? orUndefined(field.type) : field.type, inner)
    return `${comment(field.comment, inner)}${inner}${line}\n`
  })
  // `unknown`, because an index signature speaks for the named properties too.
  const others = open ? `${inner}[name: string]: unknown\n` : ''
  return `{\n${lines.join('')}${others}${indent}}`
}

/** A doc comment of paragraphs, wrapped, with its line end; nothing for no text. */
export function comment(paragraphs: readonly string[], indent: string): string {
  const text = paragraphs.map((paragraph) => paragraph.replaceAll('*/', '*\\/'))
  const [only = ''] = text
  if (text.length === 0) return ''
  if (text.length === 1 && indent.length + only.length + '/**  */'.length <= lineWidth) {
    return `${indent}/** ${only} */\n`
  }
  const lines = text.flatMap((paragraph) => wrap(paragraph, lineWidth - indent.length - 3))
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

export function quoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  if (inside.includes("'") && !inside.includes('"')) return `"${inside}"`
  return `'${inside.replaceAll("'", "\\'")}'`
}

export const isIdentifier = (text: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text)

const propertyName = (name: string): string => (isIdentifier(name) ? name : quoted(name))

function print(type: Type, indent: string, room: number): string {
  const text = flat(type, indent)
  return text.includes('\n') || text.length > room ? broken(type, indent) : text
}

function flat(type: Type, indent: string): string {
  switch (type.kind) {
    case 'union':
      return type.members.map((member) => flat(member, indent)).join(' | ')
    case 'array':
      return type.items.kind === 'union'
        ? `(${flat(type.items, indent)})[]`
        : `${flat(type.items, indent)}[]`
    case 'map':
      return `Record<string, ${flat(type.values, indent)}>`
    case 'object':
      return block(type, indent)
    default:
      return type.name
  }
}

/** Over several lines. A union starts with a line break: its members stand below their label. */
function broken(type: Type, indent: string): string {
  const inner = `${indent}  `
  const room = lineWidth - inner.length
  switch (type.kind) {
    case 'union':
      return type.members
        .map((member) => `\n${inner}| ${print(member, `${inner}  `, room - 2)}`)
        .join('')
    case 'array':
      return type.items.kind === 'union'
        ? `(${broken(type.items, indent)}\n${indent})[]`
        : `${broken(type.items, indent)}[]`
    case 'map': {
      const members = print(type.values, indent, room)
      const values = members.startsWith('\n')
        ? members
        : `\n${inner}${print(type.values, inner, room)}`
      return `Record<\n${inner}string,${values}\n${indent}>`
    }
    default:
      return flat(type, indent)
  }
}

function orUndefined(type: Type): Type {
  if (type.kind === 'name' && type.name === 'unknown') return type
  const members = type.kind === 'union' ? type.members : [type]
  return { kind: 'union', members: [...members, named('undefined')] }
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}
