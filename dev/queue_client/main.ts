// The queue's command line client: reads the arguments, does one command, prints what came of it.
import { commands } from './commands.ts'
import { sentenceOf, exitCodes } from './faults.ts'
import { help } from './help.ts'
import { readArguments } from './options.ts'
import { printableLines } from '../../src/printable.ts'

// A reader that has seen enough, as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitCodes.ok)
})

process.exitCode = await run(process.argv.slice(2))

async function run(argv: readonly string[]): Promise<number> {
  try {
    const { command, positionals, options } = readArguments(argv)
    if (command === undefined) {
      process.stdout.write(help)
      return exitCodes.ok
    }
    // Google's client is most of the time it takes to start; help and refusals need none.
    const { openQueue } = await import('./task_queue.ts')
    const queue = await openQueue(options)
    const { text, json, code } = await commands[command]({ queue, options, positionals })
    const answer = options.json ? JSON.stringify(json, null, 2) : text
    process.stdout.write(`${printableLines(answer)}\n`)
    return code ?? exitCodes.ok
  } catch (error) {
    const { code, sentence } = sentenceOf(error)
    process.stderr.write(`${printableLines(sentence)}\n`)
    return code
  }
}
