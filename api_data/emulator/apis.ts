// What is served, and where each method's answers come from.
import { notFound, type Handlers } from 'discovery-emulator'
import type { BoundMethod, Control, Service } from 'discovery-emulator/control'
import type { Api, Method, Methods } from '../types/emulator_v1.ts'

export const apiHandlers: Handlers<Methods, Control> = {
  'emulator.apis.list': ({ baseUrl }, control) => ({
    apis: control.services.map((service) => apiOf(service, baseUrl)),
  }),
  'emulator.apis.methods.list': ({ params: { api } }, control) => ({
    methods: serviceOf(api, control).methods.map(methodOf),
  }),
  'emulator.apis.methods.get': ({ params: { api, method } }, control) => {
    const found = serviceOf(api, control).methods.find(({ outline }) => outline.id === method)
    if (found === undefined) throw notFound(`${api} has no method ${method}.`)
    return methodOf(found)
  },
}

function serviceOf(id: string, { services }: Control): Service {
  const service = services.find((one) => one.id === id)
  if (service !== undefined) return service
  throw notFound(
    `No API ${id} is served here. Served: ${services.map((one) => one.id).join(', ')}.`,
  )
}

function apiOf({ id, outline, rootHost, methods, module }: Service, baseUrl: string): Api {
  const { name, version, title, description } = outline
  return {
    id,
    name,
    version,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    host: rootHost,
    baseUrl: `${baseUrl}/${rootHost}`,
    methodCount: methods.length,
    hasHandlers: module !== undefined,
  }
}

function methodOf({ outline, method, behavior, service }: BoundMethod): Method {
  const { description, scopes, parameters, request, response } = method
  return {
    id: outline.id,
    httpMethod: outline.httpMethod,
    path: `${service.rootPath}${service.outline.servicePath}${method.path}`,
    ...(description !== undefined && { description }),
    origin: behavior?.origin ?? 'none',
    scopes: [...(scopes ?? [])],
    parameters: { ...parameters },
    ...(request?.$ref !== undefined && { request: request.$ref }),
    ...(response?.$ref !== undefined && { response: response.$ref }),
  }
}
