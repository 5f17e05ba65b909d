// The emulator of the documents of a folder, in this process, to be judged.
import type { Config } from '../../config/config.ts'
import { createApp } from '../../http/app.ts'
import { UploadFolder } from '../../http/upload/folder.ts'
import { silentLog } from '../../log.ts'
import { openParts } from '../../open_parts.ts'
import { ServedSubject } from './served_subject.ts'
import type { Subject } from './subject.ts'

/** `isBare`: without the data that comes with us. The caller disposes of it. */
export async function openSubject(
  config: Config,
  isBare: boolean,
): Promise<Subject & AsyncDisposable> {
  const parts = await openParts(
    { ...config, store_url: 'memory:', keys_dir: '', unbound: 'stateful', calls_kept: 0 },
    {
      warn: () => {},
      onLongCheck: () => {},
      baseUrl: () => 'http://localhost:5052',
      engine: { seed: 'replay', isBare },
    },
  )
  const { clock } = parts
  const services = parts.services.filter(({ isListed }) => isListed)
  const app = createApp(services, {
    log: silentLog,
    allowedHosts: [],
    allowedOrigins: [],
    advertised: undefined,
    bodyLimit: config.limit_request_body,
    uploads: new UploadFolder(config.upload_dir, () => clock.now() / 1000),
    timeout: config.timeout,
    validateResponses: true,
  })
  return new ServedSubject(services, app, parts)
}
