// The protos of the services that tools ask every server of gRPC for, which no client of Google has: health and reflection.
// Numbers and names are those of grpc.health.v1 and grpc.reflection. https://github.com/grpc/grpc-proto
import type { JsonNode } from '../../discovery/protos/node.ts'

type Fields = Readonly<Record<string, string>>

/** `repeated string name` as `{ name: '1 repeated string' }`. */
function message(fields: Fields, nested: JsonNode['nested'] = {}, oneofs: JsonNode['oneofs'] = {}) {
  const entries = Object.entries(fields).map(([name, text]) => {
    const [id, ...words] = text.split(' ')
    const [first, second] = words
    return [
      name,
      {
        id: Number(id),
        type: second ?? first!,
        ...(first === 'repeated' && { rule: 'repeated' }),
      },
    ] as const
  })
  return { fields: Object.fromEntries(entries), nested, oneofs }
}

/** `'Request Response'`, with `stream ` before both of a bidirectional stream. */
const service = (methods: Fields): JsonNode => ({
  methods: Object.fromEntries(
    Object.entries(methods).map(([name, text]) => {
      const [mode, ...types] = ['both', 'server'].includes(text.split(' ')[0]!)
        ? text.split(' ')
        : ['unary', ...text.split(' ')]
      return [
        name,
        {
          requestType: types[0]!,
          responseType: types[1]!,
          requestStream: mode === 'both',
          responseStream: mode !== 'unary',
        },
      ]
    }),
  ),
})

const health: JsonNode['nested'] = {
  HealthCheckRequest: message({ service: '1 string' }),
  HealthCheckResponse: message(
    { status: '1 ServingStatus' },
    { ServingStatus: { values: { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } } },
  ),
  Health: service({
    Check: 'HealthCheckRequest HealthCheckResponse',
    Watch: 'server HealthCheckRequest HealthCheckResponse',
  }),
}

const reflection: JsonNode['nested'] = {
  ServerReflectionRequest: message(
    {
      host: '1 string',
      fileByFilename: '3 string',
      fileContainingSymbol: '4 string',
      fileContainingExtension: '5 ExtensionRequest',
      allExtensionNumbersOfType: '6 string',
      listServices: '7 string',
    },
    {},
    {
      messageRequest: {
        oneof: [
          'fileByFilename',
          'fileContainingSymbol',
          'fileContainingExtension',
          'allExtensionNumbersOfType',
          'listServices',
        ],
      },
    },
  ),
  ExtensionRequest: message({ containingType: '1 string', extensionNumber: '2 int32' }),
  ServerReflectionResponse: message(
    {
      validHost: '1 string',
      originalRequest: '2 ServerReflectionRequest',
      fileDescriptorResponse: '4 FileDescriptorResponse',
      allExtensionNumbersResponse: '5 ExtensionNumberResponse',
      listServicesResponse: '6 ListServiceResponse',
      errorResponse: '7 ErrorResponse',
    },
    {},
    {
      messageResponse: {
        oneof: [
          'fileDescriptorResponse',
          'allExtensionNumbersResponse',
          'listServicesResponse',
          'errorResponse',
        ],
      },
    },
  ),
  FileDescriptorResponse: message({ fileDescriptorProto: '1 repeated bytes' }),
  ExtensionNumberResponse: message({
    baseTypeName: '1 string',
    extensionNumber: '2 repeated int32',
  }),
  ListServiceResponse: message({ service: '1 repeated ServiceResponse' }),
  ServiceResponse: message({ name: '1 string' }),
  ErrorResponse: message({ errorCode: '1 int32', errorMessage: '2 string' }),
  ServerReflection: service({
    ServerReflectionInfo: 'both ServerReflectionRequest ServerReflectionResponse',
  }),
}

const within = (nested: JsonNode['nested']): JsonNode => ({ nested: nested! })

export const grpcProtos: JsonNode = within({
  grpc: within({
    health: within({ v1: within(health) }),
    reflection: within({ v1: within(reflection), v1alpha: within(reflection) }),
  }),
})
