// The emulator of the documents of a folder, in this process, to be judged.
import { Clock } from '../../clock.ts'
import { silentLog } from '../../log.ts'
import { Engine } from '../../resources/engine.ts'
import { engineFallback } from '../../resources/fallback.ts'
import { traitsOf } from '../../resources/traits/traits.ts'
import { createApp } from '../../http/app.ts'
import { loadServices, States } from '../../api/states.ts'
import { defaultsOf } from '../../setting.ts'
import { engineResources } from '../../resources/handler_resources.ts'
import type { Service } from '../../api/service.ts'
import { UploadFolder } from '../../http/upload/folder.ts'
import type { Settings } from '../../config/settings.ts'
import { ServedSubject } from './served_subject.ts'
import type { Subject } from './subject.ts'

/** `isBare`: without the data that comes with us. */
export async function openSubject(config: Settings, isBare: boolean): Promise<Subject> {
  const clock = new Clock()
  const engine = new Engine({ clock, seed: 'replay', isBare })
  const services = await loadServices(config.api_data, {
    fallback: engineFallback(engine),
    resources: engineResources(engine),
    envelopeOf: (api) => traitsOf(api).envelope,
  })
  // Handlers are judged as well, on states of their own.
  const states = new States({
    clock,
    warn: () => {},
    baseUrl: () => 'http://localhost:5052',
    storeUrl: 'memory:',
    settings: Object.assign({}, ...services.map(settingsOf)) as never,
  })
  await states.open(services)
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
  return new ServedSubject(services, app, engine)
}

const settingsOf = ({ module }: Service) => defaultsOf(module?.settings ?? {})
