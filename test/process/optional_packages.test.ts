// Packages that users install for a command or a setting: what is said where they are not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { ownApiData, runCommand } from '../helpers/server_process.ts'

const folder = mkdtempSync(join(tmpdir(), 'optional-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Resolves as where they are not installed. */
const hook = join(folder, 'without.mjs')
writeFileSync(
  hook,
  `import { registerHooks } from 'node:module'
registerHooks({
  resolve(name, context, next) {
    if (/^@(opentelemetry|modelcontextprotocol)\\//.test(name)) throw new Error(\`Cannot find package '\${name}'\`)
    return next(name, context)
  },
})
`,
)

test.each([
  {
    command: 'serve',
    args: ['--otel-endpoint', 'http://localhost:4318'],
    said: /^discovery-emulator: OTEL_EXPORTER_OTLP_ENDPOINT is set, and .* Install @opentelemetry\/api, .*\n$/,
  },
  {
    command: 'mcp',
    args: [],
    said: /^discovery-emulator: the SDK of .* cannot be loaded: .* Install @modelcontextprotocol\/sdk\.\n$/,
  },
])('$command without its package ends with a sentence', async ({ command, args, said }) => {
  const env = {
    NODE_OPTIONS: `--import=${pathToFileURL(hook).href}`,
    API_DATA: ownApiData,
    STORE_URL: 'memory:',
    PORT: '0',
  }
  const { code, err } = await runCommand({ command, args, env, folder })
  expect(err).toMatch(said)
  expect(code).toBe(1)
})
