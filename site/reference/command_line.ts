// Every command, in the words of its own `--help`.
import { commandHelp, helpText } from '../../src/cli/help.ts'
import { help as queueHelp } from '../../src/cli/queue/help.ts'
import { isCommandName, usages, type CommandName } from '../../src/cli/usage.ts'
import { helpText as workerHelp } from '../../worker/src/cli/usage.ts'

export function commandLine(): string {
  // Settings have a page of their own.
  const [own, exitCodes] = helpText({}).split(/\nSettings: [^]*\n\n(?=Exit codes)/)
  const commands = Object.keys(usages).filter(isCommandName).filter(takesMore)
  return `# Command line
What the programs say of themselves. From the sources the first is \`npm start\`, \`npm run queue\` and so on; installed, it is
\`npx discovery-emulator\`.

## discovery-emulator
${block(`${own}\n${exitCodes}`)}
Each setting is a flag of every command: [Settings](reference/settings.html).

${commands.map((command) => `### ${command}\n${block(commandHelp(command, {}))}`).join('\n')}

## discovery-emulator queue
${block(queueHelp)}
## worker
${block(workerHelp)}
Its settings are [environment variables](reference/settings.html#worker-host).
`
}

/** What is more than its line above. */
const takesMore = (command: CommandName): boolean =>
  Object.hasOwn(usages[command], 'options') || Object.hasOwn(usages[command], 'takes')

const block = (text: string): string => `\`\`\`text\n${text.trim()}\n\`\`\`\n`
