// projects.locations: where queues may be, which key encrypts them, and operations.
import type { CloudHandler } from './call.ts'
import { entityMissing, invalid } from './errors.ts'
import { locationOf } from './names.ts'
import { afterOf, pageSizeOf, tokenOf } from './pages.ts'

/** Some of the real ones; any other is served as well. */
const KNOWN = ['asia-northeast1', 'europe-west1', 'us-central1', 'us-east1']

const resourceOf = (project: string, location: string) => ({
  name: `projects/${project}/locations/${location}`,
  locationId: location,
  labels: { 'cloud.googleapis.com/region': location },
})

const get: CloudHandler<{ name: string }, undefined> = ({ params }) => {
  const { project, location } = locationOf(params.name)
  return resourceOf(project, location)
}

const list: CloudHandler<{ name: string; pageSize?: number; pageToken?: string }, undefined> = (
  { params },
  { clock, settings },
) => {
  const [, project] = /^projects\/([A-Za-z0-9:.-]+)$/.exec(params.name) ?? []
  if (project === undefined) throw invalid('Invalid resource field value in the request.')
  const after = afterOf(params.pageToken, params.name, clock.now())
  const all = [...new Set([...KNOWN, settings.home])]
    .toSorted()
    .filter((location) => typeof after !== 'string' || location > after)
  const page = all.slice(0, pageSizeOf(params.pageSize, 100))
  return {
    locations: page.map((location) => resourceOf(project, location)),
    ...(all.length > page.length && {
      nextPageToken: tokenOf(page.at(-1), params.name, clock.now()),
    }),
  }
}

const getCmekConfig: CloudHandler<{ name: string }, undefined> = ({ params }, { keys }) => {
  const kmsKey = keys.get(params.name)
  return { name: params.name, ...(kmsKey && { kmsKey }) }
}

/** Kept, without effect. */
const updateCmekConfig: CloudHandler<{ name: string }, { kmsKey?: string }> = (
  { params, body },
  { keys },
) => {
  const { kmsKey = '' } = body
  keys.set(params.name, kmsKey)
  return { name: params.name, ...(kmsKey && { kmsKey }) }
}

export const locationMethods = { get, list, getCmekConfig, updateCmekConfig }

const getOperation: CloudHandler<{ name: string }, undefined> = ({ params }, { operations }) => {
  const operation = operations.find(params.name)
  if (operation === undefined) throw entityMissing()
  return operation
}

export const operationMethods = { get: getOperation }
