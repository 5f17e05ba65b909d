// The declaration of what is exported: what it takes and gives, without what it does.
import type { Checker, Symbol } from 'typescript/unstable/sync'
import {
  isArrowFunction,
  isClassDeclaration,
  isFunctionDeclaration,
  isTypeAliasDeclaration,
  isVariableDeclaration,
  type ClassDeclaration,
  type ClassElement,
  type Node,
  type TypeAliasDeclaration,
} from 'typescript/unstable/ast'

export function declarationOf(symbol: Symbol, checker: Checker): string {
  const node = symbol.declarations[0]?.resolve()
  if (node === undefined) throw new Error(`${symbol.name} has no declaration`)
  if (isClassDeclaration(node)) return classText(node)
  if (isFunctionDeclaration(node)) return headOf(node, node.body).replace(/^export (?:async )?/, '')
  if (isTypeAliasDeclaration(node)) return aliasText(symbol, node, checker)
  if (isVariableDeclaration(node)) return constantText(symbol, node.initializer, checker)
  return node.getText().replace(/^export /, '')
}

/** All of it up to its body. */
const headOf = (node: Node, body: Node | undefined): string =>
  (body === undefined
    ? node.getText()
    : node.getText().slice(0, body.getStart() - node.getStart())
  ).trim()

function constantText(symbol: Symbol, value: Node | undefined, checker: Checker): string {
  if (value !== undefined && isArrowFunction(value))
    return `const ${symbol.name} = ${headOf(value, value.body)} …`
  return `const ${symbol.name}: ${checker.typeToString(checker.getTypeOfSymbol(symbol)!)}`
}

/** What it stands for, where that is said by a value that is not exported. */
function aliasText(symbol: Symbol, node: TypeAliasDeclaration, checker: Checker): string {
  if (!node.getText().includes('keyof typeof ')) return node.getText().replace(/^export /, '')
  const type = checker.getDeclaredTypeOfSymbol(symbol)
  // In full: the flag InTypeAlias.
  return `type ${symbol.name} = ${checker.typeToString(type, undefined, 1 << 23)}`
}

function classText(node: ClassDeclaration): string {
  const [first] = node.members
  const start = node.getStart()
  const head = node.getText().slice(0, (first?.pos ?? node.end - 1) - start)
  const members = node.members.flatMap(memberText)
  return `${head.replace(/^export /, '').trim()}\n${members.join('\n')}\n}`
}

/** With its documentation; nothing of what is not for users. */
function memberText(member: ClassElement): string[] {
  const text = member.getText()
  if (/^(?:(?:static|readonly|get|set|async) )*#|^(?:private|protected) /.test(text)) return []
  const { body } = member as { readonly body?: Node }
  const before = member.getFullText().slice(0, member.getStart() - member.pos)
  const documentation = /\/\*\*[^]*?\*\/(?=\s*$)/.exec(before)?.[0]
  const head = headOf(member, body).replace(/^async /, '')
  return [...(documentation === undefined ? [] : [`  ${documentation}`]), `  ${head}`]
}
