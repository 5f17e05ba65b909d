// What the packages export: each name with its documentation and its declaration, as the compiler reads them.
import { join } from 'node:path'
import { API, SymbolFlags, type Checker, type Project, type Symbol } from 'typescript/unstable/sync'
import { root } from '../contents.ts'
import { declarationOf } from './declaration.ts'

interface Entry {
  readonly path: string
  readonly title: string
  readonly about: string
  /** Modules in the repository, with what they are called when they are imported. */
  readonly modules: Readonly<Record<string, string>>
}

const entries: readonly Entry[] = [
  {
    path: 'reference/handlers',
    title: 'discovery-emulator',
    about:
      'What handlers and tests import. How an API is written is in [Write an API](writing_an_api.html), how an app is tested in [Test an app](testing_an_app.html).',
    modules: {
      'src/index.ts': 'discovery-emulator',
      'src/vitest/matchers.ts': 'discovery-emulator/vitest',
      'src/testcontainers/index.ts': 'discovery-emulator/testcontainers',
    },
  },
  {
    path: 'reference/queue',
    title: 'discovery-emulator/queue',
    about: 'The engine of pull queues and of dispatch, for handlers of APIs that have tasks.',
    modules: { 'src/queue/index.ts': 'discovery-emulator/queue' },
  },
  {
    path: 'reference/worker',
    title: '@discovery-emulator/worker',
    about: 'What services on [the worker host](worker.html) import, and their tests.',
    modules: { 'worker/src/index.ts': '@discovery-emulator/worker' },
  },
]

/** Pages by their place in the site. */
export function exportsReference(): [path: string, markdown: string][] {
  const api = new API({ cwd: root })
  try {
    const snapshot = api.updateSnapshot({ openProject: join(import.meta.dirname, 'tsconfig.json') })
    const [project] = snapshot.getProjects()
    return entries.map((entry) => [entry.path, pageOf(entry, project!)])
  } finally {
    api.close()
  }
}

function pageOf({ title, about, modules }: Entry, project: Project): string {
  const parts = Object.entries(modules).map(
    ([file, name]) => `## ${name}\n\n${moduleText(file, project)}`,
  )
  return `# ${title}\n${about}\n\n${parts.join('\n')}`
}

function moduleText(file: string, { program, checker }: Project): string {
  const source = program.getSourceFile(join(root, file))
  if (source === undefined) throw new Error(`the compiler does not know ${file}`)
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .map((exported) => exportText(exported, checker))
    .join('\n')
}

function exportText(exported: Symbol, checker: Checker): string {
  const isAlias = (exported.flags & SymbolFlags.Alias) !== 0
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
  return `### ${exported.name}
${symbol.getDocumentationComment(checker)}

\`\`\`ts
${declarationOf(symbol, checker)}
\`\`\`
`
}
