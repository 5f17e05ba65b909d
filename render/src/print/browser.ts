// A browser for one task: started, and gone by its own pid whatever happens.
import type { Browser, BrowserServer, BrowserType } from 'playwright-core'
import { PermanentError } from '@discovery-emulator/worker'

/** Where all of a page runs without help of the network but the proxy's. */
const flags = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
]

export interface Program {
  readonly executablePath: string
  readonly chromiumSandbox: boolean
}

/** The browser does not start; the message is ours, the cause has what the browser says. */
export class BrowserError extends Error {
  override readonly name = 'BrowserError'
}

export interface OpenBrowser extends AsyncDisposable {
  readonly browser: Browser
}

/** Killed as soon as `signal` is aborted, and when it is disposed of. */
export async function openBrowser(
  program: Program,
  proxy: string,
  signal: AbortSignal,
): Promise<OpenBrowser> {
  const chromium = await loadChromium()
  const server = await launch(chromium, program, proxy)
  const kill = (): void => killGroup(server)
  signal.addEventListener('abort', kill)
  try {
    signal.throwIfAborted()
    const browser = await chromium.connect(server.wsEndpoint())
    return {
      browser,
      async [Symbol.asyncDispose]() {
        signal.removeEventListener('abort', kill)
        await server.close().catch(() => undefined)
        kill()
      },
    }
  } catch (error) {
    kill()
    throw error
  }
}

async function launch(
  chromium: BrowserType,
  program: Program,
  proxy: string,
): Promise<BrowserServer> {
  try {
    return await chromium.launchServer({
      ...program,
      args: flags,
      // Without the last, addresses of this machine would go around it.
      proxy: { server: proxy, bypass: '<-loopback>' },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      host: '127.0.0.1',
    })
  } catch (error) {
    const reason = /No usable sandbox/.test((error as Error).message)
      ? 'it finds no sandbox here; where a container is one already, set CHROMIUM_SANDBOX=false'
      : 'it ended before it could be spoken to'
    throw new BrowserError(`${program.executablePath} does not start: ${reason}`, { cause: error })
  }
}

/** Playwright is optional: worksheets need none. */
async function loadChromium(): Promise<BrowserType> {
  try {
    return (await import('playwright-core')).chromium
  } catch (error) {
    const help = 'Web pages are printed with playwright-core: npm install playwright-core'
    throw new PermanentError(help, { cause: error })
  }
}

/** With all its processes: it leads a group of its own. */
function killGroup(server: BrowserServer): void {
  const { pid } = server.process()
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
