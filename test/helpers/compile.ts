// TypeScript's compiler over sources that a test makes, under this repository's settings.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What the compiler says of `sources`, by file name; the empty string if nothing is wrong with them. */
export async function compile(sources: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'types-'))
  try {
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        rootDir: '/',
        typeRoots: [join(root, 'node_modules/@types')],
        paths: { 'discovery-emulator': [join(root, 'src/index.ts')] },
        pretty: false,
      },
      files: Object.keys(sources),
      include: [],
    }
    const files = {
      ...sources,
      'tsconfig.json': JSON.stringify(config),
      'package.json': '{ "type": "module" }',
    }
    await Promise.all(
      Object.entries(files).map(async ([file, text]) => {
        await mkdir(dirname(join(directory, file)), { recursive: true })
        await writeFile(join(directory, file), text)
      }),
    )
    return await tsc(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

function tsc(directory: string): Promise<string> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, '-p', '.'], { cwd: directory }, (error, out, err) => {
      if (err !== '') reject(new Error(err))
      else if (error !== null && out === '') reject(error)
      else resolve(out)
    })
  })
}
