// What stands before a piece of code that a page does not show whole, and where such a piece belongs.
import type { Block } from './pages.ts'

interface Excerpt {
  readonly page: string
  /** How the excerpt begins. */
  readonly begins: string
  readonly before: string
  /** Where it belongs; beside documents, unless said. */
  readonly folder?: string
}

const expecting = "import { expect } from 'vitest'\n"
const starting = "import { startEmulator } from 'discovery-emulator'\n"
const ofWorker = (names: string): string =>
  `import { ${names} } from '@discovery-emulator/worker'\n`
const notes = `import { notFound, type Handlers } from 'discovery-emulator'
import type { Methods, Note } from './types/notes_v1.ts'
`

export const excerpts: readonly Excerpt[] = [
  {
    page: 'docs/cloud_tasks.md',
    begins: 'import { OAuth2Client',
    before: 'declare const idToken: string\n',
  },
  {
    page: 'docs/control.md',
    begins: 'await using fork',
    before: `import { google } from 'googleapis'\n${expecting}${starting}const emulator = await startEmulator()\n`,
  },
  {
    page: 'docs/control.md',
    begins: 'expect(emulator)',
    before: `import 'discovery-emulator/vitest'\n${expecting}${starting}const emulator = await startEmulator()\nconst fork = await emulator.fork()\n`,
  },
  {
    page: 'docs/writing_an_api.md',
    begins: 'import { whole',
    before: 'declare class NoteBoard { constructor(most: number) }\n',
  },
  { page: 'docs/writing_an_api.md', begins: 'import type { Routes', before: notes },
  {
    page: 'docs/writing_an_api.md',
    begins: 'export const handlers',
    // Of another document, which has a method more.
    before: `${notes.replace('Methods, ', '')}import type { Methods as Own } from './types/notes_v1.ts'
type Get = Omit<Own['notes.notes.delete'], 'response'> & Pick<Own['notes.notes.insert'], 'response'>
type Methods = Own & { 'notes.notes.get': Get; 'notes.notes.merge': Get }
`,
  },
  {
    page: 'docs/writing_a_worksheet.md',
    begins: 'checkWorksheet(dice',
    folder: 'render/test/worksheets',
    before: `import { expect, test } from 'vitest'
import { dice } from '../../src/worksheets/dice.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
`,
  },
  {
    page: 'worker/README.md',
    begins: 'export default',
    before: `${ofWorker('defineWorker, PermanentError')}interface Message { readonly name: string }\n`,
  },
  {
    page: 'worker/README.md',
    begins: 'await using client',
    before: `${ofWorker('testClient')}${expecting}declare const API_DISCOVERY_URL: string\n`,
  },
  {
    page: 'worker/README.md',
    begins: 'const clock',
    before: `${ofWorker('startWorker, testClock')}import processor from '../worker/src/init/template/processor.ts'\n`,
  },
  {
    page: 'worker/README.md',
    begins: 'await using emulator',
    before: `${ofWorker('startWorker')}${starting}`,
  },
]

export const excerptOf = ({ page, code }: Block): Excerpt | undefined =>
  excerpts.find((one) => one.page === page && code.startsWith(one.begins))
