// Runs qpdf, a thousand times in one test file: a shell starts it, as the kernel copies the page tables of whoever starts a process,
// and those of a test process take longer than qpdf's work.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** For each folder that it is told, `objects.json` of the `document.pdf` in it; says the exit code. */
const SCRIPT = `
while read -r folder; do
  qpdf --json --json-key=qpdf --json-stream-data=inline --decode-level=all \
    "$folder/document.pdf" "$folder/objects.json" 2> "$folder/faults.txt"
  echo $?
done`

class Shell {
  readonly #stdin: NodeJS.WritableStream
  readonly #codes: AsyncIterator<string>

  constructor() {
    const shell = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
    // It ends with this process, and keeps it from nothing.
    shell.unref()
    for (const pipe of [shell.stdin, shell.stdout]) (pipe as unknown as Socket).unref()
    this.#stdin = shell.stdin
    this.#codes = createInterface(shell.stdout)[Symbol.asyncIterator]()
  }

  /** The exit code, in the order in which folders were told. */
  async run(folder: string): Promise<string> {
    this.#stdin.write(`${folder}\n`)
    const { value } = (await this.#codes.next()) as { value: string | undefined }
    return value ?? 'nothing: the shell has ended'
  }
}

let shell: Shell | undefined

/** What qpdf's JSON says of a document. Rejects in its words for one that it finds faults in. */
export async function qpdfJson(pdf: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pdf-'))
  const text = (name: string) => readFile(join(folder, name), 'utf8')
  try {
    await writeFile(join(folder, 'document.pdf'), pdf)
    shell ??= new Shell()
    const code = await shell.run(folder)
    if (code !== '0') throw new Error(`qpdf: ${code}: ${await text('faults.txt')}`)
    return await text('objects.json')
  } finally {
    await rm(folder, { recursive: true })
  }
}
