// What a Discovery document holds, under Google's own names; only the keys we read are typed, all others are kept.
// Source: the schemas RestDescription, RestMethod, RestResource and JsonSchema of Google's discovery API v1.

export interface RestDescription {
  readonly kind?: string
  readonly id?: string
  readonly name: string
  readonly version: string
  readonly title?: string
  readonly description?: string
  readonly documentationLink?: string
  readonly icons?: Readonly<Record<string, string>>
  readonly discoveryVersion?: string
  readonly rootUrl: string
  readonly mtlsRootUrl?: string
  /** Between rootUrl and a method's path. `basePath` and `baseUrl` are derived, and in some documents wrong. */
  readonly servicePath: string
  readonly baseUrl?: string
  readonly basePath?: string
  readonly batchPath?: string
  /** `dataWrapper`: messages travel within `{"data": …}`, which no schema says. */
  readonly features?: readonly string[]
  readonly endpoints?: readonly { readonly endpointUrl?: string }[]
  /** OAuth scopes of all methods, each with what it is for. */
  readonly auth?: {
    readonly oauth2?: {
      readonly scopes?: Readonly<Record<string, { readonly description?: string }>>
    }
  }
  /** Query parameters of every method. */
  readonly parameters?: Readonly<Record<string, Schema>>
  readonly schemas?: Readonly<Record<string, Schema>>
  readonly methods?: Readonly<Record<string, RestMethod>>
  readonly resources?: Readonly<Record<string, RestResource>>
  /** Of the protos beside the document: all types of resources that they define, by type. */
  readonly resourceTypes?: Readonly<Record<string, ResourceType>>
}

/** google.api.ResourceDescriptor */
export interface ResourceType {
  /** `cloudtasks.googleapis.com/Queue` */
  readonly type: string
  /** Of their names: `projects/{project}/locations/{location}/queues/{queue}`. */
  readonly patterns: readonly string[]
  /** False where the source of the protos keeps one of several. */
  readonly hasAllPatterns: boolean
  /** The field that holds the name. */
  readonly nameField: string
  readonly singular?: string
}

/** google.api.ResourceReference */
export interface ResourceReference {
  readonly type: string
}

export interface RestResource {
  readonly methods?: Readonly<Record<string, RestMethod>>
  readonly resources?: Readonly<Record<string, RestResource>>
}

export interface RestMethod {
  readonly id: string
  readonly path: string
  /** The path with each `{+name}` spelled out: `v1/projects/{projectsId}/secrets/{secretsId}`. */
  readonly flatPath?: string
  readonly httpMethod: string
  readonly description?: string
  readonly parameters?: Readonly<Record<string, Schema>>
  readonly parameterOrder?: readonly string[]
  readonly request?: Schema
  readonly response?: Schema
  /** OAuth scopes, of which a call needs any. */
  readonly scopes?: readonly string[]
  readonly mediaUpload?: MediaUpload
  /** `alt=media` answers bytes. */
  readonly supportsMediaDownload?: boolean
  /** The bytes are there under `/download/` as well. */
  readonly useMediaDownloadService?: boolean
  /** Of the protos beside the document: what the operations that the method starts are of. */
  readonly operationTypes?: OperationTypes
}

/** google.longrunning.OperationInfo, with full names: `google.cloud.run.v2.Execution`. */
export interface OperationTypes {
  readonly response: string
  /** '' where none is said. */
  readonly metadata: string
}

export interface MediaUpload {
  /** Media types, also as `image/*`. */
  readonly accept?: readonly string[]
  /** Bytes in digits, or with a unit: "1GB". */
  readonly maxSize?: string
  readonly protocols?: {
    readonly simple?: UploadProtocol
    readonly resumable?: UploadProtocol
  }
}

interface UploadProtocol {
  /** From the root, servicePath included: "/upload/storage/v1/b/{bucket}/o". */
  readonly path: string
  readonly multipart?: boolean
}

/** A schema or a parameter. Defaults and bounds are strings whatever the type. */
export interface Schema {
  readonly id?: string
  readonly $ref?: string
  readonly type?: 'any' | 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string'
  readonly format?: string
  readonly description?: string
  readonly default?: string
  readonly enum?: readonly string[]
  readonly enumDescriptions?: readonly string[]
  readonly pattern?: string
  readonly minimum?: string
  readonly maximum?: string
  readonly readOnly?: boolean
  readonly deprecated?: boolean
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly items?: Schema
  /** Of the protos beside the document: the full name of the type, `google.cloud.tasks.v2.Task`. */
  readonly typeName?: string
  /** Likewise: the numbers of `enum`, in its order. */
  readonly enumNumbers?: readonly number[]
  /** Likewise: the fields of which a message has one at most. */
  readonly oneofs?: readonly { readonly name: string; readonly fields: readonly string[] }[]
  /** Likewise: what google.api.field_behavior says of a field, `REQUIRED` or `OUTPUT_ONLY`. */
  readonly fieldBehavior?: readonly string[]
  /** Likewise: the resource that the messages are. */
  readonly resource?: ResourceType
  /** Likewise: the resources that a field names. */
  readonly reference?: ResourceReference
  /** `required`: ids of the methods that want the field. */
  readonly annotations?: { readonly required?: readonly string[] }
  /** Parameters only. */
  readonly location?: 'path' | 'query'
  readonly required?: boolean
  readonly repeated?: boolean
}
