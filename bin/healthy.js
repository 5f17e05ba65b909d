// Exits with 0 if the server that runs here with the same settings says that it is well: an image's HEALTHCHECK.
import { hostAndPort, readConfig } from '../src/config/config.ts'

// oxlint-disable-next-line node/no-process-env -- the entry of a process, like src/cli/main.ts
const { bind } = await readConfig({ flags: {}, env: process.env })
const { host = '0.0.0.0', port } = hostAndPort(bind)
const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/_emulator/health`
const answer = await fetch(url).catch(() => undefined)
process.exitCode = answer?.ok === true ? 0 : 1
