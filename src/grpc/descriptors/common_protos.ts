// Protos that no client's file has, or not every one: statuses and their details, operations, locations, IAM, health and
// reflection. Numbers and names are those of google.rpc, google.longrunning, google.cloud.location, google.iam.v1, grpc.health.v1
// and grpc.reflection.
import type { JsonNode } from './protobufjs_json.ts'

type Fields = Readonly<Record<string, string>>

/** `repeated string name` as `{ name: '1 repeated string' }`. */
function message(fields: Fields, nested: JsonNode['nested'] = {}, oneofs: JsonNode['oneofs'] = {}) {
  const entries = Object.entries(fields).map(([name, text]) => {
    const [id, ...words] = text.split(' ')
    const [first, second] = words
    const isMap = first === 'map'
    return [
      name,
      {
        id: Number(id),
        type: second ?? first!,
        ...(first === 'repeated' && { rule: 'repeated' }),
        ...(isMap && { keyType: 'string' }),
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

const rpc: JsonNode['nested'] = {
  Status: message({
    code: '1 int32',
    message: '2 string',
    details: '3 repeated google.protobuf.Any',
  }),
  BadRequest: message(
    { fieldViolations: '1 repeated FieldViolation' },
    {
      FieldViolation: message({
        field: '1 string',
        description: '2 string',
        reason: '3 string',
        localizedMessage: '4 LocalizedMessage',
      }),
    },
  ),
  LocalizedMessage: message({ locale: '1 string', message: '2 string' }),
  ErrorInfo: message({ reason: '1 string', domain: '2 string', metadata: '3 map string' }),
  RetryInfo: message({ retryDelay: '1 google.protobuf.Duration' }),
  DebugInfo: message({ stackEntries: '1 repeated string', detail: '2 string' }),
  RequestInfo: message({ requestId: '1 string', servingData: '2 string' }),
  ResourceInfo: message({
    resourceType: '1 string',
    resourceName: '2 string',
    owner: '3 string',
    description: '4 string',
  }),
  QuotaFailure: message(
    { violations: '1 repeated Violation' },
    { Violation: message({ subject: '1 string', description: '2 string' }) },
  ),
  PreconditionFailure: message(
    { violations: '1 repeated Violation' },
    { Violation: message({ type: '1 string', subject: '2 string', description: '3 string' }) },
  ),
  Help: message(
    { links: '1 repeated Link' },
    { Link: message({ description: '1 string', url: '2 string' }) },
  ),
}

const longrunning: JsonNode['nested'] = {
  Operation: message(
    {
      name: '1 string',
      metadata: '2 google.protobuf.Any',
      done: '3 bool',
      error: '4 google.rpc.Status',
      response: '5 google.protobuf.Any',
    },
    {},
    { result: { oneof: ['error', 'response'] } },
  ),
  GetOperationRequest: message({ name: '1 string' }),
  ListOperationsRequest: message({
    name: '4 string',
    filter: '1 string',
    pageSize: '2 int32',
    pageToken: '3 string',
  }),
  ListOperationsResponse: message({
    operations: '1 repeated Operation',
    nextPageToken: '2 string',
  }),
  CancelOperationRequest: message({ name: '1 string' }),
  DeleteOperationRequest: message({ name: '1 string' }),
  WaitOperationRequest: message({ name: '1 string', timeout: '2 google.protobuf.Duration' }),
  Operations: service({
    ListOperations: 'ListOperationsRequest ListOperationsResponse',
    GetOperation: 'GetOperationRequest Operation',
    DeleteOperation: 'DeleteOperationRequest google.protobuf.Empty',
    CancelOperation: 'CancelOperationRequest google.protobuf.Empty',
    WaitOperation: 'WaitOperationRequest Operation',
  }),
}

const location: JsonNode['nested'] = {
  Location: message({
    name: '1 string',
    locationId: '4 string',
    displayName: '5 string',
    labels: '2 map string',
    metadata: '3 google.protobuf.Any',
  }),
  GetLocationRequest: message({ name: '1 string' }),
  ListLocationsRequest: message({
    name: '1 string',
    filter: '2 string',
    pageSize: '3 int32',
    pageToken: '4 string',
  }),
  ListLocationsResponse: message({ locations: '1 repeated Location', nextPageToken: '2 string' }),
  Locations: service({
    ListLocations: 'ListLocationsRequest ListLocationsResponse',
    GetLocation: 'GetLocationRequest Location',
  }),
}

const iam: JsonNode['nested'] = {
  Policy: message({
    version: '1 int32',
    bindings: '4 repeated Binding',
    auditConfigs: '6 repeated AuditConfig',
    etag: '3 bytes',
  }),
  Binding: message({
    role: '1 string',
    members: '2 repeated string',
    condition: '3 google.type.Expr',
  }),
  AuditConfig: message({ service: '1 string', auditLogConfigs: '3 repeated AuditLogConfig' }),
  AuditLogConfig: message(
    { logType: '1 LogType', exemptedMembers: '2 repeated string' },
    {
      LogType: {
        values: { LOG_TYPE_UNSPECIFIED: 0, ADMIN_READ: 1, DATA_WRITE: 2, DATA_READ: 3 },
      },
    },
  ),
  GetPolicyOptions: message({ requestedPolicyVersion: '1 int32' }),
  GetIamPolicyRequest: message({ resource: '1 string', options: '2 GetPolicyOptions' }),
  SetIamPolicyRequest: message({
    resource: '1 string',
    policy: '2 Policy',
    updateMask: '3 google.protobuf.FieldMask',
  }),
  TestIamPermissionsRequest: message({ resource: '1 string', permissions: '2 repeated string' }),
  TestIamPermissionsResponse: message({ permissions: '1 repeated string' }),
  IAMPolicy: service({
    SetIamPolicy: 'SetIamPolicyRequest Policy',
    GetIamPolicy: 'GetIamPolicyRequest Policy',
    TestIamPermissions: 'TestIamPermissionsRequest TestIamPermissionsResponse',
  }),
}

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

const expr = message({
  expression: '1 string',
  title: '2 string',
  description: '3 string',
  location: '4 string',
})

const within = (nested: JsonNode['nested']): JsonNode => ({ nested: nested! })

export const commonProtos: JsonNode = within({
  google: within({
    rpc: within(rpc),
    longrunning: within(longrunning),
    type: within({ Expr: expr }),
    cloud: within({ location: within(location) }),
    iam: within({ v1: within(iam) }),
  }),
  grpc: within({
    health: within({ v1: within(health) }),
    reflection: within({ v1: within(reflection), v1alpha: within(reflection) }),
  }),
})
