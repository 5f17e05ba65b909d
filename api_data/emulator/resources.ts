// Resources of the served APIs, to look at and to change by hand.
import { invalid, type Handlers } from 'discovery-emulator'
import { readResources, type Control, type NamedResource } from 'discovery-emulator/control'
import type { Methods, Resource } from '../types/emulator_v1.ts'

const PAGE = 1000

export const resourceHandlers: Handlers<Methods, Control> = {
  'emulator.resources.list': async ({ fork, params }, control) => {
    const { api, below, text = '', pageSize = PAGE, pageToken } = params
    const all = await control.resources.list(fork, api, below)
    const asked = all.filter(({ name }) => name.includes(text))
    const from = pageToken === undefined ? 0 : asked.findIndex((one) => placeOf(one) > pageToken)
    const page = from === -1 ? [] : asked.slice(from, from + Math.max(1, pageSize))
    const last = page.at(-1)
    const isLast = last === undefined || last === asked.at(-1)
    return {
      resources: page.map(resourceOf),
      ...(!isLast && { nextPageToken: placeOf(last) }),
      totalSize: asked.length,
    }
  },
  'emulator.resources.get': async ({ fork, params: { api, name } }, control) =>
    resourceOf(await control.resources.get(fork, api, name)),
  'emulator.resources.update': async ({ fork, params: { api, name }, body }, control) => {
    if (body.resource === undefined)
      throw invalid('resource is missing: what is put there.', 'resource', 'body')
    await control.resources.put(fork, readResources([{ api, name, resource: body.resource }]))
    return resourceOf(await control.resources.get(fork, api, name))
  },
  'emulator.resources.delete': async ({ fork, params: { api, name } }, control) => {
    await control.resources.remove(fork, api, name)
    return {}
  },
}

const placeOf = ({ api, name }: NamedResource): string => `${api}/${name}`

const resourceOf = ({ api, name, resource }: NamedResource): Resource => ({
  api,
  name,
  resource: { ...resource },
})
