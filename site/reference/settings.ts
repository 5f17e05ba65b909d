// All settings, as the programs declare them.
import { join } from 'node:path'
import { settingsIn } from '../../src/api/import_handlers.ts'
import { settings } from '../../src/config/settings.ts'
import type { SettingTable } from '../../src/setting.ts'
import { settings as workerSettings } from '../../worker/src/config/settings.ts'
import { root } from '../contents.ts'
import { row } from './table.ts'

export async function settingsReference(): Promise<string> {
  const declared = await settingsIn(join(root, 'api_data'))
  return `# Settings
A flag, else the environment variable, else \`gunicorn-equivalent.config.ts\`, else the default. A value that cannot be read stops the
start; all such are named at once.

## Server
${emulatorTable(settings)}
\`--host\` (\`HOST\`) and \`--port\` (\`PORT\`) are the halves of \`--bind\`. \`REDIS_HOST\` and \`REDIS_PORT\` say \`STORE_URL=redis://HOST:PORT\`.

## Modules
Declared by the handler modules that come with the server; those of yours [may declare some](writing_an_api.html#settings), too.

${emulatorTable(declared.settings)}
## Worker host
Environment variables, else \`.env.secrets\`, else \`.env\`: [how they are read](worker.html#settings).

${workerTable()}
## Render service
Those of the worker host, with defaults of its own, and some more: [its page](render.html#settings).
`
}

const emulatorTable = (table: SettingTable): string =>
  [
    row('flag', 'variable', 'default', 'what'),
    row('---', '---', '---', '---'),
    ...Object.entries(table).map(([name, { env, default: value, about }]) =>
      row(`\`--${name.replaceAll('_', '-')}\``, `\`${env}\``, code(value), about),
    ),
    '',
  ].join('\n')

const workerTable = (): string =>
  [
    row('variable', 'default', 'what'),
    row('---', '---', '---'),
    ...Object.values(workerSettings).map(({ env, default: value, about }) =>
      // The number of this machine is nobody else's.
      row(
        `\`${env}\``,
        env === 'WORKER_PROCESSES' ? 'processors of the machine' : code(value),
        about,
      ),
    ),
    '',
  ].join('\n')

const code = (value: unknown): string =>
  value === '' || value === undefined
    ? ''
    : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
