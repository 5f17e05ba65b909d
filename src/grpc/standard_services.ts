// The services that tools ask every server for: health, and reflection of what is served.
// https://github.com/grpc/grpc/blob/master/doc/health-checking.md, doc/server-reflection.md
import { toBinary, type DescFile, type FileRegistry } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import type { RpcHandler } from '../api/handlers.ts'
import { notFound } from '../errors.ts'

export function standardServices(registry: FileRegistry): Record<string, RpcHandler<unknown>> {
  const reflect = reflection(registry)
  return {
    'grpc.health.v1.Health/Check': async (requests) => {
      for await (const { service } of requests) {
        if (service !== undefined && registry.getService(service as string) === undefined)
          throw notFound(`unknown service ${service as string}`)
      }
      return { status: 'SERVING' }
    },
    'grpc.health.v1.Health/Watch': async function* watchHealth(requests, { signal }) {
      for await (const { service } of requests) {
        const isKnown =
          service === undefined || registry.getService(service as string) !== undefined
        yield { status: isKnown ? 'SERVING' : 'SERVICE_UNKNOWN' }
      }
      await new Promise<void>((resolve) =>
        signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()),
      )
    },
    'grpc.reflection.v1.ServerReflection/ServerReflectionInfo': reflect,
    'grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo': reflect,
  }
}

const reflection = (registry: FileRegistry): RpcHandler<unknown> =>
  async function* reflect(requests) {
    for await (const request of requests)
      yield { originalRequest: request, ...answerOf(request, registry) }
  }

type Request = Readonly<Record<string, unknown>>

function answerOf(request: Request, registry: FileRegistry): object {
  if (request['listServices'] !== undefined) {
    const services = [...registry].filter(({ kind }) => kind === 'service')
    return {
      listServicesResponse: { service: services.map(({ typeName }) => ({ name: typeName })) },
    }
  }
  const file = fileOf(request, registry)
  if (file === undefined) return { errorResponse: { errorCode: 5, errorMessage: 'not found' } }
  const files = [...withImports(file)].map(({ proto }) =>
    Buffer.from(toBinary(FileDescriptorProtoSchema, proto)).toString('base64'),
  )
  return { fileDescriptorResponse: { fileDescriptorProto: files } }
}

function fileOf(request: Request, registry: FileRegistry): DescFile | undefined {
  const { fileByFilename: name, fileContainingSymbol: symbol } = request
  if (typeof name === 'string') return registry.getFile(name)
  if (typeof symbol !== 'string') return undefined
  const type = registry.get(symbol) ?? registry.get(symbol.slice(0, symbol.lastIndexOf('.')))
  return type?.file
}

function withImports(file: DescFile, files = new Set<DescFile>()): Set<DescFile> {
  if (files.has(file)) return files
  files.add(file)
  for (const imported of file.dependencies) withImports(imported, files)
  return files
}
