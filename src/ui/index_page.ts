// The page at `/`: what is served, for a person.
import { html } from 'hono/html'
import type { Service } from '../server/service.ts'

/** `baseUrl`: where this client reaches a service. */
export async function indexPage(
  services: readonly Service[],
  baseUrl: (service: Service) => string,
): Promise<string> {
  return String(
    await html`<!doctype html><title>discovery-emulator</title>
      <ul>
        ${services.map((service) => html`<li>${service.id} ${baseUrl(service)}</li>`)}
      </ul>`,
  )
}
