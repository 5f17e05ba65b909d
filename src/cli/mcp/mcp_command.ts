// `mcp`: the served APIs as tools of the Model Context Protocol, over standard input and output. Calls go into a fork of their
// own, so that whoever tries things out disturbs nobody.
import type { Config } from '../../config/config.ts'
import { openEmulator } from '../../emulator.ts'
import { silentLog } from '../../log.ts'
import { ownVersion } from '../own_version.ts'
import { Session } from './session.ts'
import { callTool, tools } from './tools.ts'

export interface McpOptions {
  /** Of a server that runs; undefined: one is started, with all state in memory. */
  readonly url: string | undefined
  /** Another fork than a new one. */
  readonly fork: string | undefined
}

/** Ends when its input does. */
export async function mcpCommand(config: Config, { url, fork }: McpOptions): Promise<number> {
  const { Server, StdioServerTransport, schemas } = await sdk()
  const own = url === undefined ? await startOwn(config) : undefined
  await using session = await Session.open(own?.url ?? url!.replace(/\/+$/, ''), fork)
  const server = new Server(
    { name: 'discovery-emulator', version: ownVersion() },
    {
      capabilities: { tools: {} },
      instructions: `Google APIs emulated at ${session.url}. Calls go into the fork "${session.fork}" of the state; diff shows what they changed.`,
    },
  )
  server.setRequestHandler(schemas.ListToolsRequestSchema, () => ({ tools: [...tools] }))
  server.setRequestHandler(schemas.CallToolRequestSchema, async ({ params }) => {
    try {
      const answer = await callTool(session, params.name, params.arguments ?? {})
      return { content: [{ type: 'text', text: JSON.stringify(answer, null, 2) }] }
    } catch (error) {
      return { isError: true, content: [{ type: 'text', text: (error as Error).message }] }
    }
  })
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
  })
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
  await own?.stop()
  return 0
}

/** Silent: standard output is the protocol's. */
const startOwn = (config: Config) =>
  openEmulator(
    { ...config, bind: '127.0.0.1:0', store_url: 'memory:', keys_dir: '', accesslog: '' },
    { warn: (sentence) => console.error(`warning: ${sentence}`), log: silentLog },
  )

/** An optional dependency, which users install. */
async function sdk() {
  const [{ Server }, { StdioServerTransport }, schemas] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/index.js'),
    import('@modelcontextprotocol/sdk/server/stdio.js'),
    import('@modelcontextprotocol/sdk/types.js'),
  ]).catch((error: Error) => {
    throw new Error(
      `the SDK of the Model Context Protocol cannot be loaded: ${error.message.split('\n')[0]}. Install @modelcontextprotocol/sdk.`,
    )
  })
  return { Server, StdioServerTransport, schemas }
}
