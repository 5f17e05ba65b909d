// Exits with 0 if the service that runs here with the same settings is ready to work: an image's HEALTHCHECK.
import { defaults } from '../src/service/settings.ts'

// oxlint-disable-next-line node/no-process-env -- the entry of a process
const port = process.env.PORT || defaults.PORT
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
process.exitCode = answer?.ok === true ? 0 : 1
