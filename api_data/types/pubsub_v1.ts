// Generated from pubsub_v1.api by `npm run types`. Do not edit.

/** A call of a model for each message. */
export interface AIInference {
  /** Endpoint of the model. */
  endpoint?: string | undefined
  /** Service account that is used. */
  serviceAccountEmail?: string | undefined
  /** Requests of any form. */
  unstructuredInference?: UnstructuredInference | undefined
}

/** Messages that are done with. */
export interface AcknowledgeRequest {
  /** Ids of deliveries. */
  ackIds?: string[] | undefined
}

/** Where in the Analytics Hub a subscription comes from. */
export interface AnalyticsHubSubscriptionInfo {
  /** Name of the listing. */
  listing?: string | undefined
  /** Its name in the hub. */
  subscription?: string | undefined
}

/** Messages as files in Avro. */
export interface AvroConfig {
  /** Write by the schema of the topic. */
  useTopicSchema?: boolean | undefined
  /** Write id, time and attributes, too. */
  writeMetadata?: boolean | undefined
}

/** Objects in Avro. */
export type AvroFormat = Record<string, unknown>

/** Ingestion from a stream of Kinesis. */
export interface AwsKinesis {
  /** Role that is used at AWS. */
  awsRoleArn?: string | undefined
  /** Consumer of the stream. */
  consumerArn?: string | undefined
  /** Service account that is used at the other side. */
  gcpServiceAccount?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'KINESIS_PERMISSION_DENIED'
    | 'PUBLISH_PERMISSION_DENIED'
    | 'STREAM_NOT_FOUND'
    | 'CONSUMER_NOT_FOUND'
    | 'CONFLICTING_REGION_CONSTRAINTS'
    | undefined
  /** The stream. */
  streamArn?: string | undefined
}

/** Ingestion from a cluster of MSK. */
export interface AwsMsk {
  /** Role that is used at AWS. */
  awsRoleArn?: string | undefined
  /** The cluster. */
  clusterArn?: string | undefined
  /** Service account that is used at the other side. */
  gcpServiceAccount?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'MSK_PERMISSION_DENIED'
    | 'PUBLISH_PERMISSION_DENIED'
    | 'CLUSTER_NOT_FOUND'
    | 'TOPIC_NOT_FOUND'
    | 'CONFLICTING_REGION_CONSTRAINTS'
    | undefined
  /** Name of the topic. */
  topic?: string | undefined
}

/** Ingestion from Event Hubs. */
export interface AzureEventHubs {
  /** Id of the application at Azure. */
  clientId?: string | undefined
  /** Name of the hub. */
  eventHub?: string | undefined
  /** Service account that is used at the other side. */
  gcpServiceAccount?: string | undefined
  /** Namespace of the hub. */
  namespace?: string | undefined
  /** Group of resources at Azure. */
  resourceGroup?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'EVENT_HUBS_PERMISSION_DENIED'
    | 'PUBLISH_PERMISSION_DENIED'
    | 'NAMESPACE_NOT_FOUND'
    | 'EVENT_HUB_NOT_FOUND'
    | 'SUBSCRIPTION_NOT_FOUND'
    | 'RESOURCE_GROUP_NOT_FOUND'
    | 'CONFLICTING_REGION_CONSTRAINTS'
    | undefined
  /** Id of the subscription at Azure. */
  subscriptionId?: string | undefined
  /** Id of the tenant at Azure. */
  tenantId?: string | undefined
}

/** Delivery to a table of BigQuery. */
export interface BigQueryConfig {
  /** Drop fields that the table lacks. */
  dropUnknownFields?: boolean | undefined
  /** Service account that is used. */
  serviceAccountEmail?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'PERMISSION_DENIED'
    | 'NOT_FOUND'
    | 'SCHEMA_MISMATCH'
    | 'IN_TRANSIT_LOCATION_RESTRICTION'
    | 'VERTEX_AI_LOCATION_RESTRICTION'
    | undefined
  /** Name of the table. */
  table?: string | undefined
  /** Write by the schema of the table. */
  useTableSchema?: boolean | undefined
  /** Write by the schema of the topic. */
  useTopicSchema?: boolean | undefined
  /** Write id, time and attributes, too. */
  writeMetadata?: boolean | undefined
}

/** Delivery to a table of Bigtable. */
export interface BigtableConfig {
  /** Profile of the app. */
  appProfileId?: string | undefined
  /** Service account that is used. */
  serviceAccountEmail?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'NOT_FOUND'
    | 'APP_PROFILE_MISCONFIGURED'
    | 'PERMISSION_DENIED'
    | 'SCHEMA_MISMATCH'
    | 'IN_TRANSIT_LOCATION_RESTRICTION'
    | 'VERTEX_AI_LOCATION_RESTRICTION'
    | undefined
  /** Name of the table. */
  table?: string | undefined
  /** Write id, time and attributes, too. */
  writeMetadata?: boolean | undefined
}

/** Members that have a role. */
export interface Binding {
  /** When the binding holds. */
  condition?: Expr | undefined
  /** Who has the role. */
  members?: string[] | undefined
  /** Name of the role. */
  role?: string | undefined
}

/** Ingestion from a bucket. */
export interface CloudStorage {
  /** Objects are in Avro. */
  avroFormat?: AvroFormat | undefined
  /** Name of the bucket. */
  bucket?: string | undefined
  /** Which objects are taken. */
  matchGlob?: string | undefined
  /** Older objects are left out. */
  minimumObjectCreateTime?: string | undefined
  /** Objects were written by a subscription. */
  pubsubAvroFormat?: PubSubAvroFormat | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'CLOUD_STORAGE_PERMISSION_DENIED'
    | 'PUBLISH_PERMISSION_DENIED'
    | 'BUCKET_NOT_FOUND'
    | 'TOO_MANY_OBJECTS'
    | 'CONFLICTING_REGION_CONSTRAINTS'
    | undefined
  /** Objects are text. */
  textFormat?: TextFormat | undefined
}

/** Delivery to objects of a bucket. */
export interface CloudStorageConfig {
  /** Write Avro. */
  avroConfig?: AvroConfig | undefined
  /** Name of the bucket. */
  bucket?: string | undefined
  /** How times stand in names of objects. */
  filenameDatetimeFormat?: string | undefined
  /** What names of objects begin with. */
  filenamePrefix?: string | undefined
  /** What names of objects end with. */
  filenameSuffix?: string | undefined
  /** Bytes of one object at most. */
  maxBytes?: string | undefined
  /** Time between objects at most. */
  maxDuration?: string | undefined
  /** Messages of one object at most. */
  maxMessages?: string | undefined
  /** Service account that is used. */
  serviceAccountEmail?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'PERMISSION_DENIED'
    | 'NOT_FOUND'
    | 'IN_TRANSIT_LOCATION_RESTRICTION'
    | 'SCHEMA_MISMATCH'
    | 'VERTEX_AI_LOCATION_RESTRICTION'
    | undefined
  /** Write text. */
  textConfig?: TextConfig | undefined
}

/** A new revision. */
export interface CommitSchemaRequest {
  /** The schema. */
  schema?: Schema | undefined
}

/** A schema as compiled protos. */
export interface CompiledProtoSchema {
  /** A FileDescriptorSet. */
  compiledBytes?: string | undefined
  /** Name of the message in it. */
  rootMessage?: string | undefined
}

/** Packs messages, or unpacks them. */
export interface Compression {
  /** How it is packed. */
  compressionAlgorithm?: 'COMPRESSION_ALGORITHM_UNSPECIFIED' | 'ZLIB' | undefined
  /** Whether messages are packed or unpacked. */
  compressionMode?: 'COMPRESSION_MODE_UNSPECIFIED' | 'COMPRESS' | 'DECOMPRESS' | undefined
}

/** Ingestion from a cluster of Confluent. */
export interface ConfluentCloud {
  /** Address of the cluster, host and port. */
  bootstrapServer?: string | undefined
  /** Id of the cluster. */
  clusterId?: string | undefined
  /** Service account that is used at the other side. */
  gcpServiceAccount?: string | undefined
  /** Id of the pool of identities. */
  identityPoolId?: string | undefined
  /** Output only. Whether it works. */
  state?:
    | 'STATE_UNSPECIFIED'
    | 'ACTIVE'
    | 'CONFLUENT_CLOUD_PERMISSION_DENIED'
    | 'PUBLISH_PERMISSION_DENIED'
    | 'UNREACHABLE_BOOTSTRAP_SERVER'
    | 'CLUSTER_NOT_FOUND'
    | 'TOPIC_NOT_FOUND'
    | 'CONFLICTING_REGION_CONSTRAINTS'
    | undefined
  /** Name of the topic. */
  topic?: string | undefined
}

/** What a snapshot is taken of. */
export interface CreateSnapshotRequest {
  /** Labels, for people. */
  labels?: Record<string, string> | undefined
  /** Whose messages are kept. */
  subscription?: string | undefined
  /** Tags, by key. */
  tags?: Record<string, string> | undefined
}

/** Where messages go that were delivered too often. */
export interface DeadLetterPolicy {
  /** Name of the topic they go to. */
  deadLetterTopic?: string | undefined
  /** Deliveries before that, 5 to 100; 5 unless said. */
  maxDeliveryAttempts?: number | undefined
}

/** Nothing. */
export type DetachSubscriptionResponse = Record<string, unknown>

/** Nothing. */
export type Empty = Record<string, unknown>

/** When an unused subscription goes. */
export interface ExpirationPolicy {
  /** How long it may be unused. */
  ttl?: string | undefined
}

/** A condition in the Common Expression Language. */
export interface Expr {
  /** Longer text about it. */
  description?: string | undefined
  /** The expression. */
  expression?: string | undefined
  /** Where it stands. */
  location?: string | undefined
  /** Short text about it. */
  title?: string | undefined
}

/** Where a topic gets messages from by itself. */
export interface IngestionDataSourceSettings {
  /** Kinesis. */
  awsKinesis?: AwsKinesis | undefined
  /** MSK. */
  awsMsk?: AwsMsk | undefined
  /** Event Hubs. */
  azureEventHubs?: AzureEventHubs | undefined
  /** Cloud Storage. */
  cloudStorage?: CloudStorage | undefined
  /** Confluent Cloud. */
  confluentCloud?: ConfluentCloud | undefined
  /** What is logged. */
  platformLogsSettings?: PlatformLogsSettings | undefined
}

/** A function in JavaScript that changes messages. */
export interface JavaScriptUDF {
  /** The source of the function. */
  code?: string | undefined
  /** Name of the function in it. */
  functionName?: string | undefined
}

/** One page of revisions. */
export interface ListSchemaRevisionsResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Schemas of the page. */
  schemas?: Schema[] | undefined
}

/** One page of schemas. */
export interface ListSchemasResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Schemas of the page. */
  schemas?: Schema[] | undefined
}

/** One page of snapshots. */
export interface ListSnapshotsResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Snapshots of the page. */
  snapshots?: Snapshot[] | undefined
}

/** One page of subscriptions. */
export interface ListSubscriptionsResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Subscriptions of the page. */
  subscriptions?: Subscription[] | undefined
}

/** One page of names. */
export interface ListTopicSnapshotsResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Snapshots of the page. */
  snapshots?: string[] | undefined
}

/** One page of names. */
export interface ListTopicSubscriptionsResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Subscriptions of the page. */
  subscriptions?: string[] | undefined
}

/** One page of topics. */
export interface ListTopicsResponse {
  /** Where the next page begins; absent on the last. */
  nextPageToken?: string | undefined
  /** Topics of the page. */
  topics?: Topic[] | undefined
}

/** Regions in which messages may be kept. */
export interface MessageStoragePolicy {
  /** Ids of the regions. */
  allowedPersistenceRegions?: string[] | undefined
  /** Refuse publishers of other regions. */
  enforceInTransit?: boolean | undefined
}

/** One change that is made of messages. */
export interface MessageTransform {
  /** Ask a model. */
  aiInference?: AIInference | undefined
  /** Pack or unpack. */
  compression?: Compression | undefined
  /** It is not applied. */
  disabled?: boolean | undefined
  /**
   * Of no effect any more.
   * @deprecated
   */
  enabled?: boolean | undefined
  /** Run a function. */
  javascriptUdf?: JavaScriptUDF | undefined
}

/** A new deadline of messages. */
export interface ModifyAckDeadlineRequest {
  /** Seconds from now, 0 to 600; 0 gives the messages back. */
  ackDeadlineSeconds?: number | undefined
  /** Ids of deliveries. */
  ackIds?: string[] | undefined
}

/** Where messages are pushed to from now on. */
export interface ModifyPushConfigRequest {
  /** Where messages are pushed to; empty: they are pulled. */
  pushConfig?: PushConfig | undefined
}

/** Pushes the data of a message alone. */
export interface NoWrapper {
  /** Write id, time and attributes, too. */
  writeMetadata?: boolean | undefined
}

/** An identity token that pushed requests carry. */
export interface OidcToken {
  /** Audience of the token; the URL unless said. */
  audience?: string | undefined
  /** Whose token it is. */
  serviceAccountEmail?: string | undefined
}

/** What of the ingestion is logged. */
export interface PlatformLogsSettings {
  /** The least severe logs that are written. */
  severity?:
    | 'SEVERITY_UNSPECIFIED'
    | 'DISABLED'
    | 'DEBUG'
    | 'INFO'
    | 'WARNING'
    | 'ERROR'
    | undefined
}

/** Who may do what. */
export interface Policy {
  /** Roles and who has them. */
  bindings?: Binding[] | undefined
  /** Changes with the policy. */
  etag?: string | undefined
  /** Form of the policy: 0, 1 or 3. */
  version?: number | undefined
}

/** Objects that a subscription wrote in Avro. */
export type PubSubAvroFormat = Record<string, unknown>

/** What a client says of its publishing. */
export interface PublishOperation {
  /** Number of the hedged attempt. */
  hedgedAttemptCount?: number | undefined
  /** When the client began. */
  publishStartTime?: string | undefined
}

/** Messages to be published. */
export interface PublishRequest {
  /** The messages, 1000 at most. */
  messages?: PubsubMessage[] | undefined
}

/** Their ids. */
export interface PublishResponse {
  /** Ids, in the order of the messages. */
  messageIds?: string[] | undefined
}

/** What a client says of itself. */
export interface PubsubClientTelemetry {
  /** Of publishing. */
  publishOperation?: PublishOperation | undefined
}

/** A message: data, attributes, or both. */
export interface PubsubMessage {
  /** Attributes by key, 100 at most. */
  attributes?: Record<string, string> | undefined
  /** Data of the message, in base64. */
  data?: string | undefined
  /** Id that the server gave it. */
  messageId?: string | undefined
  /** Messages of one key are delivered in order, where a subscription wants it. */
  orderingKey?: string | undefined
  /** When it was published. */
  publishTime?: string | undefined
}

/** Pushes the message with all its fields, as JSON. */
export type PubsubWrapper = Record<string, unknown>

/** How many messages are wanted. */
export interface PullRequest {
  /** How many at most. */
  maxMessages?: number | undefined
  /**
   * Answer at once, also with nothing.
   * @deprecated
   */
  returnImmediately?: boolean | undefined
}

/** What there was. */
export interface PullResponse {
  /** The messages. */
  receivedMessages?: ReceivedMessage[] | undefined
}

/** How messages are pushed. */
export interface PushConfig {
  /** Which form the request has: x-goog-version. */
  attributes?: Record<string, string> | undefined
  /** Push the data alone. */
  noWrapper?: NoWrapper | undefined
  /** Token that the request carries. */
  oidcToken?: OidcToken | undefined
  /** Push the message as JSON. */
  pubsubWrapper?: PubsubWrapper | undefined
  /** URL that gets the messages. */
  pushEndpoint?: string | undefined
}

/** A message and the id to acknowledge it by. */
export interface ReceivedMessage {
  /** Id to acknowledge it by. */
  ackId?: string | undefined
  /** Number of this delivery, where there is a dead letter policy. */
  deliveryAttempt?: number | undefined
  /** The message. */
  message?: PubsubMessage | undefined
}

/** How long a message waits that was not acknowledged. */
export interface RetryPolicy {
  /** The longest wait, 0 to 600 seconds; 600 unless said. */
  maximumBackoff?: string | undefined
  /** The first wait, 0 to 600 seconds; 10 unless said. */
  minimumBackoff?: string | undefined
}

/** An older revision. */
export interface RollbackSchemaRequest {
  /** Id of the revision. */
  revisionId?: string | undefined
}

/** What messages of a topic must look like. */
export interface Schema {
  /** The schema as compiled protos. */
  compiledProtoSchema?: CompiledProtoSchema | undefined
  /** Source of the schema. */
  definition?: string | undefined
  /** Full resource name. */
  name?: string | undefined
  /** Output only. When the revision was made. */
  revisionCreateTime?: string | undefined
  /** Output only. Id of the revision. */
  revisionId?: string | undefined
  /** Language of the schema. */
  type?: 'TYPE_UNSPECIFIED' | 'PROTOCOL_BUFFER' | 'AVRO' | undefined
}

/** Which schema a topic has. */
export interface SchemaSettings {
  /** Encoding of the messages. */
  encoding?: 'ENCODING_UNSPECIFIED' | 'JSON' | 'BINARY' | undefined
  /** The oldest revision that messages may fit. */
  firstRevisionId?: string | undefined
  /** The newest one. */
  lastRevisionId?: string | undefined
  /** Name of the schema. */
  schema?: string | undefined
}

/** A time, or a snapshot. */
export interface SeekRequest {
  /** Full name of the snapshot. */
  snapshot?: string | undefined
  /** What was published before it counts as acknowledged. */
  time?: string | undefined
}

/** Nothing. */
export type SeekResponse = Record<string, unknown>

/** A policy to be set. */
export interface SetIamPolicyRequest {
  /** The policy. */
  policy?: Policy | undefined
}

/** What a subscription had not acknowledged at some time. */
export interface Snapshot {
  /** When it goes. */
  expireTime?: string | undefined
  /** Labels, for people. */
  labels?: Record<string, string> | undefined
  /** Full resource name. */
  name?: string | undefined
  /** Full name of the topic. */
  topic?: string | undefined
}

/** Where messages of a topic wait for a subscriber. */
export interface Subscription {
  /** Seconds in which a message must be acknowledged, 10 to 600; 10 unless said. */
  ackDeadlineSeconds?: number | undefined
  /** Output only. Where in the Analytics Hub it comes from. */
  analyticsHubSubscriptionInfo?: AnalyticsHubSubscriptionInfo | undefined
  /** Delivery to BigQuery. */
  bigqueryConfig?: BigQueryConfig | undefined
  /** Delivery to Bigtable. */
  bigtableConfig?: BigtableConfig | undefined
  /** Delivery to Cloud Storage. */
  cloudStorageConfig?: CloudStorageConfig | undefined
  /** Where messages go that were delivered too often. */
  deadLetterPolicy?: DeadLetterPolicy | undefined
  /** It gets no messages any more. */
  detached?: boolean | undefined
  /** No delivery while another one may be acknowledged. */
  enableExactlyOnceDelivery?: boolean | undefined
  /** Messages of one ordering key are delivered in order. */
  enableMessageOrdering?: boolean | undefined
  /** When it goes if it is not used. */
  expirationPolicy?: ExpirationPolicy | undefined
  /** Which messages it gets, by their attributes; cannot be changed. */
  filter?: string | undefined
  /** Labels, for people. */
  labels?: Record<string, string> | undefined
  /** How long messages wait, 10 minutes to 31 days; 7 days unless said. */
  messageRetentionDuration?: string | undefined
  /** What is done with messages, in order. */
  messageTransforms?: MessageTransform[] | undefined
  /** Full resource name. */
  name?: string | undefined
  /** Where messages are pushed to; empty: they are pulled. */
  pushConfig?: PushConfig | undefined
  /** Keep messages that were acknowledged, to seek back to them. */
  retainAckedMessages?: boolean | undefined
  /** How long a message waits that was not acknowledged. */
  retryPolicy?: RetryPolicy | undefined
  /** Output only. Whether it works. */
  state?: 'STATE_UNSPECIFIED' | 'ACTIVE' | 'RESOURCE_ERROR' | undefined
  /** Tags, by key. */
  tags?: Record<string, string> | undefined
  /** Full name of the topic; _deleted-topic_ if that is gone. */
  topic?: string | undefined
  /** Output only. How long the topic keeps messages. */
  topicMessageRetentionDuration?: string | undefined
}

/** Permissions that are asked about. */
export interface TestIamPermissionsRequest {
  /** Names of permissions. */
  permissions?: string[] | undefined
}

/** Those that the caller has. */
export interface TestIamPermissionsResponse {
  /** Names of permissions. */
  permissions?: string[] | undefined
}

/** Messages as files of text. */
export type TextConfig = Record<string, unknown>

/** Objects of text. */
export interface TextFormat {
  /** What lines end with. */
  delimiter?: string | undefined
}

/** What messages are published to. */
export interface Topic {
  /** Where it gets messages from by itself. */
  ingestionDataSourceSettings?: IngestionDataSourceSettings | undefined
  /** Key that encrypts the messages. */
  kmsKeyName?: string | undefined
  /** Labels, for people. */
  labels?: Record<string, string> | undefined
  /** How long messages can be sought back. */
  messageRetentionDuration?: string | undefined
  /** Regions in which messages may be kept. */
  messageStoragePolicy?: MessageStoragePolicy | undefined
  /** What is done with messages, in order. */
  messageTransforms?: MessageTransform[] | undefined
  /** Full resource name. */
  name?: string | undefined
  /** Reserved. */
  satisfiesPzs?: boolean | undefined
  /** Which schema messages must fit. */
  schemaSettings?: SchemaSettings | undefined
  /** Output only. Whether it works. */
  state?: 'STATE_UNSPECIFIED' | 'ACTIVE' | 'INGESTION_RESOURCE_ERROR' | undefined
  /** Tags, by key. */
  tags?: Record<string, string> | undefined
}

/** Requests of any form. */
export interface UnstructuredInference {
  /** Members that are put beside the data. */
  parameters?: Record<string, unknown> | undefined
}

/** A change of a snapshot. */
export interface UpdateSnapshotRequest {
  /** The snapshot. */
  snapshot?: Snapshot | undefined
  /** Which fields are changed. */
  updateMask?: string | undefined
}

/** A change of a subscription. */
export interface UpdateSubscriptionRequest {
  /** The fields as they shall be. */
  subscription?: Subscription | undefined
  /** Which fields are changed. */
  updateMask?: string | undefined
}

/** A change of a topic. */
export interface UpdateTopicRequest {
  /** Name of the topic. */
  topic?: Topic | undefined
  /** Which fields are changed. */
  updateMask?: string | undefined
}

/** A message, and a schema or its name. */
export interface ValidateMessageRequest {
  /** Encoding of the messages. */
  encoding?: 'ENCODING_UNSPECIFIED' | 'JSON' | 'BINARY' | undefined
  /** The message. */
  message?: string | undefined
  /** Full name of the schema. */
  name?: string | undefined
  /** The schema. */
  schema?: Schema | undefined
}

/** Nothing. */
export type ValidateMessageResponse = Record<string, unknown>

/** A schema to be checked. */
export interface ValidateSchemaRequest {
  /** The schema. */
  schema?: Schema | undefined
}

/** Nothing. */
export type ValidateSchemaResponse = Record<string, unknown>

/** By method id: parameters after decoding, request message, answer. */
export interface Methods {
  /** Adds a revision to a schema. */
  'pubsub.projects.schemas.commit': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: CommitSchemaRequest
    response: Schema
  }
  /** Makes a schema. */
  'pubsub.projects.schemas.create': {
    params: {
      /** Project, as projects/ID. */
      parent: string
      /** Id of the new schema. */
      schemaId?: string | undefined
    }
    body: Schema
    response: Schema
  }
  /** Deletes a schema with all its revisions. */
  'pubsub.projects.schemas.delete': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: undefined
    response: Empty
  }
  /** Deletes one revision of a schema. */
  'pubsub.projects.schemas.deleteRevision': {
    params: {
      /** Full resource name. */
      name: string
      /**
       * Id of the revision.
       * @deprecated
       */
      revisionId?: string | undefined
    }
    body: undefined
    response: Schema
  }
  /** Reads a schema. */
  'pubsub.projects.schemas.get': {
    params: {
      /** Full resource name. */
      name: string
      /** How much of each schema is answered. */
      view?: 'SCHEMA_VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
    }
    body: undefined
    response: Schema
  }
  /** Reads the policy of a schema. */
  'pubsub.projects.schemas.getIamPolicy': {
    params: {
      /** Version of the policy that the caller can read. */
      'options.requestedPolicyVersion'?: number | undefined
      /** Full resource name. */
      resource: string
    }
    body: undefined
    response: Policy
  }
  /** Lists the schemas of a project. */
  'pubsub.projects.schemas.list': {
    params: {
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** Project, as projects/ID. */
      parent: string
      /** How much of each schema is answered. */
      view?: 'SCHEMA_VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
    }
    body: undefined
    response: ListSchemasResponse
  }
  /** Lists the revisions of a schema. */
  'pubsub.projects.schemas.listRevisions': {
    params: {
      /** Full resource name. */
      name: string
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** How much of each schema is answered. */
      view?: 'SCHEMA_VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
    }
    body: undefined
    response: ListSchemaRevisionsResponse
  }
  /** Makes an older revision the newest one, as a copy. */
  'pubsub.projects.schemas.rollback': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: RollbackSchemaRequest
    response: Schema
  }
  /** Replaces the policy of a schema. */
  'pubsub.projects.schemas.setIamPolicy': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: SetIamPolicyRequest
    response: Policy
  }
  /** Says which permissions the caller has on a schema. */
  'pubsub.projects.schemas.testIamPermissions': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: TestIamPermissionsRequest
    response: TestIamPermissionsResponse
  }
  /** Says whether a schema can be used. */
  'pubsub.projects.schemas.validate': {
    params: {
      /** Project, as projects/ID. */
      parent: string
    }
    body: ValidateSchemaRequest
    response: ValidateSchemaResponse
  }
  /** Says whether a message fits a schema. */
  'pubsub.projects.schemas.validateMessage': {
    params: {
      /** Project, as projects/ID. */
      parent: string
    }
    body: ValidateMessageRequest
    response: ValidateMessageResponse
  }
  /** Keeps what a subscription has not acknowledged, to seek to it later. */
  'pubsub.projects.snapshots.create': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: CreateSnapshotRequest
    response: Snapshot
  }
  /** Deletes a snapshot. */
  'pubsub.projects.snapshots.delete': {
    params: {
      /** Full name of the snapshot. */
      snapshot: string
    }
    body: undefined
    response: Empty
  }
  /** Reads a snapshot. */
  'pubsub.projects.snapshots.get': {
    params: {
      /** Full name of the snapshot. */
      snapshot: string
    }
    body: undefined
    response: Snapshot
  }
  /** Reads the policy of a snapshot. */
  'pubsub.projects.snapshots.getIamPolicy': {
    params: {
      /** Version of the policy that the caller can read. */
      'options.requestedPolicyVersion'?: number | undefined
      /** Full resource name. */
      resource: string
    }
    body: undefined
    response: Policy
  }
  /** Lists the snapshots of a project. */
  'pubsub.projects.snapshots.list': {
    params: {
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** Project, as projects/ID. */
      project: string
    }
    body: undefined
    response: ListSnapshotsResponse
  }
  /** Changes the fields of a snapshot that a mask names. */
  'pubsub.projects.snapshots.patch': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: UpdateSnapshotRequest
    response: Snapshot
  }
  /** Replaces the policy of a snapshot. */
  'pubsub.projects.snapshots.setIamPolicy': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: SetIamPolicyRequest
    response: Policy
  }
  /** Says which permissions the caller has on a snapshot. */
  'pubsub.projects.snapshots.testIamPermissions': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: TestIamPermissionsRequest
    response: TestIamPermissionsResponse
  }
  /** Says that messages are done with: they are not delivered again. */
  'pubsub.projects.subscriptions.acknowledge': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: AcknowledgeRequest
    response: Empty
  }
  /** Makes a subscription of a topic. */
  'pubsub.projects.subscriptions.create': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: Subscription
    response: Subscription
  }
  /** Deletes a subscription with the messages that wait in it. */
  'pubsub.projects.subscriptions.delete': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: undefined
    response: Empty
  }
  /** Takes a subscription from its topic, and drops its messages. */
  'pubsub.projects.subscriptions.detach': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: undefined
    response: DetachSubscriptionResponse
  }
  /** Reads a subscription. */
  'pubsub.projects.subscriptions.get': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: undefined
    response: Subscription
  }
  /** Reads the policy of a subscription. */
  'pubsub.projects.subscriptions.getIamPolicy': {
    params: {
      /** Version of the policy that the caller can read. */
      'options.requestedPolicyVersion'?: number | undefined
      /** Full resource name. */
      resource: string
    }
    body: undefined
    response: Policy
  }
  /** Lists the subscriptions of a project. */
  'pubsub.projects.subscriptions.list': {
    params: {
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** Project, as projects/ID. */
      project: string
    }
    body: undefined
    response: ListSubscriptionsResponse
  }
  /** Keeps messages for longer, or (0 seconds) gives them back. */
  'pubsub.projects.subscriptions.modifyAckDeadline': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: ModifyAckDeadlineRequest
    response: Empty
  }
  /** Says where messages are pushed to, if anywhere. */
  'pubsub.projects.subscriptions.modifyPushConfig': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: ModifyPushConfigRequest
    response: Empty
  }
  /** Changes the fields of a subscription that a mask names. */
  'pubsub.projects.subscriptions.patch': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: UpdateSubscriptionRequest
    response: Subscription
  }
  /** Takes messages of a subscription. */
  'pubsub.projects.subscriptions.pull': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: PullRequest
    response: PullResponse
  }
  /** Brings a subscription to a point of time, or to a snapshot. */
  'pubsub.projects.subscriptions.seek': {
    params: {
      /** Full name of the subscription. */
      subscription: string
    }
    body: SeekRequest
    response: SeekResponse
  }
  /** Replaces the policy of a subscription. */
  'pubsub.projects.subscriptions.setIamPolicy': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: SetIamPolicyRequest
    response: Policy
  }
  /** Says which permissions the caller has on a subscription. */
  'pubsub.projects.subscriptions.testIamPermissions': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: TestIamPermissionsRequest
    response: TestIamPermissionsResponse
  }
  /** Makes a topic. */
  'pubsub.projects.topics.create': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: Topic
    response: Topic
  }
  /** Deletes a topic. Its subscriptions stay, with what they have. */
  'pubsub.projects.topics.delete': {
    params: {
      /** Full name of the topic. */
      topic: string
    }
    body: undefined
    response: Empty
  }
  /** Reads a topic. */
  'pubsub.projects.topics.get': {
    params: {
      /** Full name of the topic. */
      topic: string
    }
    body: undefined
    response: Topic
  }
  /** Reads the policy of a topic. */
  'pubsub.projects.topics.getIamPolicy': {
    params: {
      /** Version of the policy that the caller can read. */
      'options.requestedPolicyVersion'?: number | undefined
      /** Full resource name. */
      resource: string
    }
    body: undefined
    response: Policy
  }
  /** Lists the topics of a project. */
  'pubsub.projects.topics.list': {
    params: {
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** Project, as projects/ID. */
      project: string
    }
    body: undefined
    response: ListTopicsResponse
  }
  /** Changes the fields of a topic that a mask names. */
  'pubsub.projects.topics.patch': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: UpdateTopicRequest
    response: Topic
  }
  /** Publishes messages to a topic. */
  'pubsub.projects.topics.publish': {
    params: {
      /** Full name of the topic. */
      topic: string
    }
    body: PublishRequest
    response: PublishResponse
  }
  /** Replaces the policy of a topic. */
  'pubsub.projects.topics.setIamPolicy': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: SetIamPolicyRequest
    response: Policy
  }
  /** Says which permissions the caller has on a topic. */
  'pubsub.projects.topics.testIamPermissions': {
    params: {
      /** Full resource name. */
      resource: string
    }
    body: TestIamPermissionsRequest
    response: TestIamPermissionsResponse
  }
  /** Lists the names of the snapshots of a topic. */
  'pubsub.projects.topics.snapshots.list': {
    params: {
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** Full name of the topic. */
      topic: string
    }
    body: undefined
    response: ListTopicSnapshotsResponse
  }
  /** Lists the names of the subscriptions of a topic. */
  'pubsub.projects.topics.subscriptions.list': {
    params: {
      /** How many at most. */
      pageSize?: number | undefined
      /** Where the page begins: from the answer before. */
      pageToken?: string | undefined
      /** Full name of the topic. */
      topic: string
    }
    body: undefined
    response: ListTopicSubscriptionsResponse
  }
}
