// Other paths of the methods: what STORAGE_EMULATOR_HOST makes clients of several languages ask for.
import { readFileSync } from 'node:fs'
import type { Routes } from 'discovery-emulator'
import type { Methods } from '../types/storage_v1.ts'
import { objectRoutes } from './object_routes.ts'
import type { Storage } from './state.ts'

interface Method {
  readonly id: string
  readonly httpMethod: string
  readonly path: string
}

interface Resource {
  readonly methods?: Readonly<Record<string, Method>>
  readonly resources?: Readonly<Record<string, Resource>>
}

const methodsIn = ({ methods = {}, resources = {} }: Resource): Method[] => [
  ...Object.values(methods),
  ...Object.values(resources).flatMap(methodsIn),
]

const document = JSON.parse(
  readFileSync(new URL('../storage_v1.api', import.meta.url), 'utf8'),
) as Resource

/** Without `storage/v1`, as @google-cloud/storage for Node asks at an emulator. */
const short = methodsIn(document).map(({ httpMethod, path, id }) => [`${httpMethod} /${path}`, id])

export const aliases: Routes<Methods, Storage> = {
  ...(Object.fromEntries(short) as Record<`${string} /${string}`, keyof Methods>),
  ...objectRoutes,
}
