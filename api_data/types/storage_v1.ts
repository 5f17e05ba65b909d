// Generated from storage_v1.api by `npm run types`. Do not edit.

/** Asks for the last step of a move to be taken. */
export interface AdvanceRelocateBucketOperationRequest {
  /** When the bucket goes back if the move is not finished. */
  expireTime?: string | undefined
  /** How long until the bucket goes back if the move is not finished. */
  ttl?: string | undefined
}

/** A cache of a bucket in one zone. */
export interface AnywhereCache {
  /** What enters the cache: admit-on-first-miss or admit-on-second-miss. */
  admissionPolicy?: string | undefined
  /** Output only. Id of the cache, within its bucket. */
  anywhereCacheId?: string | undefined
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Output only. When this was made. */
  createTime?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** Whether objects enter the cache as they are written. */
  ingestOnWrite?: boolean | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. Whether a change of it is going on. */
  pendingUpdate?: boolean | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** Output only. What this is doing now. */
  state?: string | undefined
  /** How long an entry stays, in seconds: 86400s. */
  ttl?: string | undefined
  /** Output only. When this was changed last. */
  updateTime?: string | undefined
  /** Zone in which the cache runs, such as us-central1-a. */
  zone?: string | undefined
}

/** Caches of a bucket. */
export interface AnywhereCaches {
  /** What was found. */
  items?: AnywhereCache[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
}

/** Holds objects. */
export interface Bucket {
  /** Who may do what with this, entry by entry; only answered with projection=full. */
  acl?: BucketAccessControl[] | undefined
  /** Moves objects between storage classes by how often they are read. */
  autoclass?:
    | {
        /** Whether objects are moved. */
        enabled?: boolean | undefined
        /** Class that objects which are never read end in: NEARLINE or ARCHIVE. */
        terminalStorageClass?: string | undefined
        /** Output only. When that class was chosen. */
        terminalStorageClassUpdateTime?: string | undefined
        /** Output only. When Autoclass was turned on or off. */
        toggleTime?: string | undefined
      }
    | undefined
  /** Who pays. */
  billing?:
    | {
        /** Whether those pay who read, in place of the owner of the bucket. */
        requesterPays?: boolean | undefined
      }
    | undefined
  /** Web pages that may use the bucket. */
  cors?:
    | {
        /** Seconds for which a browser remembers the answer to its question. */
        maxAgeSeconds?: number | undefined
        /** Verbs that pages may use, or * for any. */
        method?: string[] | undefined
        /** Origins of such pages, or * for any. */
        origin?: string[] | undefined
        /** Headers that such pages may read. */
        responseHeader?: string[] | undefined
      }[]
    | undefined
  /** The two regions of a bucket that has two. */
  customPlacementConfig?:
    | {
        /** The regions that hold the data. */
        dataLocations?: string[] | undefined
      }
    | undefined
  /** Whether new objects begin under an event-based hold. */
  defaultEventBasedHold?: boolean | undefined
  /** What new objects get as their acl if they are given none. */
  defaultObjectAcl?: ObjectAccessControl[] | undefined
  /** How objects are encrypted. */
  encryption?:
    | {
        /** Rule for objects under keys that the customer manages. */
        customerManagedEncryptionEnforcementConfig?:
          | {
              /** Output only. Since when this holds. */
              effectiveTime?: string | undefined
              /** Whether such objects may still be made. */
              restrictionMode?: 'NotRestricted' | 'FullyRestricted' | undefined
            }
          | undefined
        /** Rule for objects under keys that come with each request. */
        customerSuppliedEncryptionEnforcementConfig?:
          | {
              /** Output only. Since when this holds. */
              effectiveTime?: string | undefined
              /** Whether such objects may still be made. */
              restrictionMode?: 'NotRestricted' | 'FullyRestricted' | undefined
            }
          | undefined
        /** Key of Cloud KMS for objects that name none. */
        defaultKmsKeyName?: string | undefined
        /** Rule for objects under keys that Google manages. */
        googleManagedEncryptionEnforcementConfig?:
          | {
              /** Output only. Since when this holds. */
              effectiveTime?: string | undefined
              /** Whether such objects may still be made. */
              restrictionMode?: 'NotRestricted' | 'FullyRestricted' | undefined
            }
          | undefined
      }
    | undefined
  /** Output only. Changes with every change of this resource. */
  etag?: string | undefined
  /** Output only. Which version of the content this is; a larger one is newer. */
  generation?: string | undefined
  /** Output only. When what was deleted can no longer be had back. */
  hardDeleteTime?: string | undefined
  /** Whether folders are resources of their own. */
  hierarchicalNamespace?:
    | {
        /** Whether they are. */
        enabled?: boolean | undefined
      }
    | undefined
  /** How access is decided. */
  iamConfiguration?:
    | {
        /** The former name of uniformBucketLevelAccess. */
        bucketPolicyOnly?:
          | {
              /** Whether the policy alone decides. */
              enabled?: boolean | undefined
              /** Until when this can be turned off again. */
              lockedTime?: string | undefined
            }
          | undefined
        /** Whether the public can be let in: inherited or enforced. */
        publicAccessPrevention?: string | undefined
        /** Whether the policy of the bucket alone decides, and no acl. */
        uniformBucketLevelAccess?:
          | {
              /** Whether the policy alone decides. */
              enabled?: boolean | undefined
              /** Until when this can be turned off again. */
              lockedTime?: string | undefined
            }
          | undefined
      }
    | undefined
  /** Output only. The same as the name. */
  id?: string | undefined
  /** Networks from which the bucket can be reached. */
  ipFilter?:
    | {
        /** Whether services of Google get in from anywhere. */
        allowAllServiceAgentAccess?: boolean | undefined
        /** Whether networks of other organizations can be listed. */
        allowCrossOrgVpcs?: boolean | undefined
        /** Enabled or Disabled. */
        mode?: string | undefined
        /** Networks of the internet. */
        publicNetworkSource?:
          | {
              /** Ranges of addresses that get in. */
              allowedIpCidrRanges?: string[] | undefined
            }
          | undefined
        /** Networks of Google Cloud. */
        vpcNetworkSources?:
          | {
              /** Ranges of addresses that get in. */
              allowedIpCidrRanges?: string[] | undefined
              /** The network, projects/PROJECT/global/networks/NETWORK. */
              network?: string | undefined
            }[]
          | undefined
      }
    | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Words for the owner, by name. */
  labels?: Record<string, string> | undefined
  /** What becomes of objects as time goes by. */
  lifecycle?:
    | {
        /** Rules, each an action and when it is taken. */
        rule?:
          | {
              /** What is done. */
              action?:
                | {
                    /** The class that SetStorageClass gives. */
                    storageClass?: string | undefined
                    /** Delete, SetStorageClass or AbortIncompleteMultipartUpload. */
                    type?: string | undefined
                  }
                | undefined
              /** When it is done: all of these hold. */
              condition?:
                | {
                    /** Days since the object was made. */
                    age?: number | undefined
                    /** The object was made before this day. */
                    createdBefore?: string | undefined
                    /** Its customTime is before this day. */
                    customTimeBefore?: string | undefined
                    /** Days since its customTime. */
                    daysSinceCustomTime?: number | undefined
                    /** Days since it was replaced or deleted. */
                    daysSinceNoncurrentTime?: number | undefined
                    /** Whether it is the live version. */
                    isLive?: boolean | undefined
                    /** Its name matches. */
                    matchesPattern?: string | undefined
                    /** Its name begins with one of these. */
                    matchesPrefix?: string[] | undefined
                    /** Its class is one of these. */
                    matchesStorageClass?: string[] | undefined
                    /** Its name ends with one of these. */
                    matchesSuffix?: string[] | undefined
                    /** It was replaced or deleted before this day. */
                    noncurrentTimeBefore?: string | undefined
                    /** So many newer versions of it exist. */
                    numNewerVersions?: number | undefined
                    /** It is larger, in bytes. */
                    sizeAboveBytes?: string | undefined
                    /** It is smaller, in bytes. */
                    sizeBelowBytes?: string | undefined
                  }
                | undefined
            }[]
          | undefined
      }
    | undefined
  /** Where objects are kept: US, EU, EUROPE-WEST1. */
  location?: string | undefined
  /** Output only. region, dual-region or multi-region. */
  locationType?: string | undefined
  /** Where logs of the use of this bucket go. */
  logging?:
    | {
        /** The bucket they go to. */
        logBucket?: string | undefined
        /** What their names begin with. */
        logObjectPrefix?: string | undefined
      }
    | undefined
  /** Output only. Which version of the metadata this is: 1, 2, 3. */
  metageneration?: string | undefined
  /** Name of the bucket, unique in the world. */
  name?: string | undefined
  /** Whether objects can be given a time until which they stay. */
  objectRetention?:
    | {
        /** Enabled, if they can. */
        mode?: string | undefined
      }
    | undefined
  /** Output only. Whose it is. */
  owner?:
    | {
        /** Output only. The owner, as an acl names one. */
        entity?: string | undefined
        /** Output only. Id of the owner. */
        entityId?: string | undefined
      }
    | undefined
  /** Output only. Number of the project that the bucket is in. */
  projectNumber?: string | undefined
  /** How long every object stays at least. */
  retentionPolicy?:
    | {
        /** Output only. Since when this holds. */
        effectiveTime?: string | undefined
        /** Output only. Whether the policy can only be made longer. */
        isLocked?: boolean | undefined
        /** Seconds that an object stays. */
        retentionPeriod?: string | undefined
      }
    | undefined
  /** How soon data is in both places: DEFAULT or ASYNC_TURBO. */
  rpo?: string | undefined
  /** Output only. Reserved. */
  satisfiesPZI?: boolean | undefined
  /** Output only. Reserved. */
  satisfiesPZS?: boolean | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** For how long what is deleted can be had back. */
  softDeletePolicy?:
    | {
        /** Output only. Since when this holds. */
        effectiveTime?: string | undefined
        /** Seconds for which it can be had back; 0: not at all. */
        retentionDurationSeconds?: string | undefined
      }
    | undefined
  /** Output only. When this was deleted, if it can be had back. */
  softDeleteTime?: string | undefined
  /** STANDARD, NEARLINE, COLDLINE or ARCHIVE. */
  storageClass?: string | undefined
  /** Output only. When this was made. */
  timeCreated?: string | undefined
  /** Output only. When this was changed last. */
  updated?: string | undefined
  /** Whether objects that are replaced or deleted are kept. */
  versioning?:
    | {
        /** Whether they are. */
        enabled?: boolean | undefined
      }
    | undefined
  /** How the bucket is served as a web site. */
  website?:
    | {
        /** The page of a folder: index.html. */
        mainPageSuffix?: string | undefined
        /** The page for what is not there: 404.html. */
        notFoundPage?: string | undefined
      }
    | undefined
}

/** What somebody may do with a bucket. */
export interface BucketAccessControl {
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Output only. Domain of the entity, if it is one. */
  domain?: string | undefined
  /** Output only. Address of the entity, if it has one. */
  email?: string | undefined
  /**
   * Who: user-ADDRESS, group-ADDRESS, domain-NAME, project-TEAM-NUMBER, allUsers or
   * allAuthenticatedUsers.
   */
  entity?: string | undefined
  /** Output only. Id of the entity. */
  entityId?: string | undefined
  /** Output only. Changes with every change of this resource. */
  etag?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The project team, if the entity is one. */
  projectTeam?:
    | {
        /** Number of the project. */
        projectNumber?: string | undefined
        /** editors, owners or viewers. */
        team?: string | undefined
      }
    | undefined
  /** What they may do: READER, WRITER or OWNER. */
  role?: string | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
}

/** The acl of a bucket. */
export interface BucketAccessControls {
  /** What was found. */
  items?: BucketAccessControl[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
}

/** Where and how a bucket keeps its objects. */
export interface BucketStorageLayout {
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** The two regions of a bucket that has two. */
  customPlacementConfig?:
    | {
        /** The regions that hold the data. */
        dataLocations?: string[] | undefined
      }
    | undefined
  /** Whether folders are resources of their own. */
  hierarchicalNamespace?:
    | {
        /** Whether they are. */
        enabled?: boolean | undefined
      }
    | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Where objects are kept: US, EU, EUROPE-WEST1. */
  location?: string | undefined
  /** Output only. region, dual-region or multi-region. */
  locationType?: string | undefined
}

/** Buckets of a project. */
export interface Buckets {
  /** What was found. */
  items?: Bucket[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
  /** Buckets that could not be asked, projects/_/buckets/BUCKET. */
  unreachable?: string[] | undefined
}

/** Which deleted objects come back. */
export interface BulkRestoreObjectsRequest {
  /** Whether a live object of the same name is replaced. */
  allowOverwrite?: boolean | undefined
  /** Whether the acl comes back with it, in place of the default one. */
  copySourceAcl?: boolean | undefined
  /** Only those made after this. */
  createdAfterTime?: string | undefined
  /** Only those made before this. */
  createdBeforeTime?: string | undefined
  /** Only those whose names match one of these patterns. */
  matchGlobs?: string[] | undefined
  /** Only those deleted after this. */
  softDeletedAfterTime?: string | undefined
  /** Only those deleted before this. */
  softDeletedBeforeTime?: string | undefined
}

/** Delivers messages about changes. */
export interface Channel {
  /** Where messages are delivered. */
  address?: string | undefined
  /** When the channel closes, in milliseconds since the epoch. */
  expiration?: string | undefined
  /** Id of the channel, which its maker chooses. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** More that steers delivery. */
  params?: Record<string, string> | undefined
  /** Whether messages carry the resource. */
  payload?: boolean | undefined
  /** What is watched. */
  resourceId?: string | undefined
  /** Address of what is watched. */
  resourceUri?: string | undefined
  /** Comes with every message, so that the receiver knows it. */
  token?: string | undefined
  /** How messages are delivered: web_hook. */
  type?: string | undefined
}

/** Which objects are joined to what. */
export interface ComposeRequest {
  /** Whether the sources are deleted once they are joined. */
  deleteSourceObjects?: boolean | undefined
  /** Metadata of the object that is made. */
  destination?: Object | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** What is joined, in this order, 32 at most. */
  sourceObjects?:
    | {
        /** Version of it; by default the live one. */
        generation?: string | undefined
        /** Name of the object. */
        name?: string | undefined
        /** What must hold of it. */
        objectPreconditions?:
          | {
              /** The live version is this one. */
              ifGenerationMatch?: string | undefined
            }
          | undefined
      }[]
    | undefined
}

/** A condition, as an expression. */
export interface Expr {
  /** What it is for, at length. */
  description?: string | undefined
  /** The expression, in Common Expression Language. */
  expression?: string | undefined
  /** Where the expression stands, for messages about it. */
  location?: string | undefined
  /** What it is for, in short. */
  title?: string | undefined
}

/** A folder of a bucket with a hierarchical namespace. */
export interface Folder {
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Output only. When this was made. */
  createTime?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. Which version of the metadata this is: 1, 2, 3. */
  metageneration?: string | undefined
  /** Name of the folder, with a slash at its end. */
  name?: string | undefined
  /** Output only. The renaming that is going on. */
  pendingRenameInfo?:
    | {
        /** Output only. Operation that does it. */
        operationId?: string | undefined
      }
    | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** Output only. When this was changed last. */
  updateTime?: string | undefined
}

/** Folders of a bucket. */
export interface Folders {
  /** What was found. */
  items?: Folder[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
}

/** Operations of a bucket. */
export interface GoogleLongrunningListOperationsResponse {
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
  /** What was found. */
  operations?: GoogleLongrunningOperation[] | undefined
}

/** Something that takes time. */
export interface GoogleLongrunningOperation {
  /** Whether it is over. */
  done?: boolean | undefined
  /** Why it failed, if it did. */
  error?: GoogleRpcStatus | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** How far it is, in a form of its own. */
  metadata?: Record<string, unknown> | undefined
  /** Name of the operation. */
  name?: string | undefined
  /** What it came to, if it did not fail. */
  response?: Record<string, unknown> | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
}

/** An error, in the form that all APIs share. */
export interface GoogleRpcStatus {
  /** Number of the status, as google.rpc.Code has it. */
  code?: number | undefined
  /** More about it, for programs. */
  details?: Record<string, unknown>[] | undefined
  /** What went wrong, in English. */
  message?: string | undefined
}

/** A key as it is answered when it is made. */
export interface HmacKey {
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** All of the key but its secret. */
  metadata?: HmacKeyMetadata | undefined
  /** The secret, which is shown this once. */
  secret?: string | undefined
}

/** A key that signs requests in the way of other clouds. */
export interface HmacKeyMetadata {
  /** Output only. Public id of the key. */
  accessId?: string | undefined
  /** Output only. Changes with every change of this resource. */
  etag?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. Project of the account. */
  projectId?: string | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** Output only. Account for which the key signs. */
  serviceAccountEmail?: string | undefined
  /** ACTIVE, INACTIVE or DELETED. */
  state?: string | undefined
  /** Output only. When this was made. */
  timeCreated?: string | undefined
  /** Output only. When this was changed last. */
  updated?: string | undefined
}

/** Keys of a project. */
export interface HmacKeysMetadata {
  /** What was found. */
  items?: HmacKeyMetadata[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
}

/** A folder with a policy of its own. */
export interface ManagedFolder {
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Output only. When this was made. */
  createTime?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. Which version of the metadata this is: 1, 2, 3. */
  metageneration?: string | undefined
  /** Name of the managed folder, with a slash at its end. */
  name?: string | undefined
  /** How caches treat what is in the folder. */
  rapidCacheConfig?: RapidCacheConfig | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** Output only. When this was changed last. */
  updateTime?: string | undefined
}

/** Managed folders of a bucket. */
export interface ManagedFolders {
  /** What was found. */
  items?: ManagedFolder[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
}

/** Messages about a bucket that go to a topic of Pub/Sub. */
export interface Notification {
  /** Attributes that every message gets. */
  custom_attributes?: Record<string, string> | undefined
  /** Output only. Changes with every change of this resource. */
  etag?: string | undefined
  /**
   * Events that are told: OBJECT_FINALIZE, OBJECT_METADATA_UPDATE, OBJECT_DELETE, OBJECT_ARCHIVE;
   * by default all.
   */
  event_types?: string[] | undefined
  /** Output only. Id of the notification, a number within its bucket. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Only objects whose names begin so. */
  object_name_prefix?: string | undefined
  /** What a message holds: JSON_API_V1 or NONE. */
  payload_format?: string | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** The topic: //pubsub.googleapis.com/projects/PROJECT/topics/TOPIC. */
  topic?: string | undefined
}

/** Notifications of a bucket. */
export interface Notifications {
  /** What was found. */
  items?: Notification[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
}

/** Bytes by a name, and what is known of them. */
export interface Object {
  /** Who may do what with the object, entry by entry; only answered with projection=full. */
  acl?: ObjectAccessControl[] | undefined
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Header Cache-Control of downloads. */
  cacheControl?: string | undefined
  /** Output only. Of how many objects this was joined. */
  componentCount?: number | undefined
  /** Header Content-Disposition of downloads. */
  contentDisposition?: string | undefined
  /** Header Content-Encoding of downloads: how the bytes are packed. */
  contentEncoding?: string | undefined
  /** Header Content-Language of downloads. */
  contentLanguage?: string | undefined
  /** Header Content-Type of downloads. */
  contentType?: string | undefined
  /** Words about the object that lists can be filtered by. */
  contexts?:
    | {
        /** Such words, by name. */
        custom?: Record<string, ObjectCustomContextPayload> | undefined
      }
    | undefined
  /** CRC32C of the bytes, big-endian, as base64. An upload that says it is checked against it. */
  crc32c?: string | undefined
  /** A time that its owner gives, for rules of the lifecycle; it can only be made later. */
  customTime?: string | undefined
  /** About the key that came with the request. */
  customerEncryption?:
    | {
        /** AES256. */
        encryptionAlgorithm?: string | undefined
        /** SHA-256 of the key, as base64. */
        keySha256?: string | undefined
      }
    | undefined
  /** Output only. Changes with every change of this resource. */
  etag?: string | undefined
  /** Whether it must stay until this is false again. */
  eventBasedHold?: boolean | undefined
  /** Output only. Which version of the content this is; a larger one is newer. */
  generation?: string | undefined
  /** Output only. When what was deleted can no longer be had back. */
  hardDeleteTime?: string | undefined
  /** Output only. Bucket, name and generation. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. Key of Cloud KMS that encrypts it. */
  kmsKeyName?: string | undefined
  /**
   * MD5 of the bytes, as base64; joined objects have none. An upload that says it is checked
   * against it.
   */
  md5Hash?: string | undefined
  /** Output only. Address of the bytes. */
  mediaLink?: string | undefined
  /** Words for the owner, by name. */
  metadata?: Record<string, string> | undefined
  /** Output only. Which version of the metadata this is: 1, 2, 3. */
  metageneration?: string | undefined
  /** Name of the object, of any characters; a slash is one of them. */
  name?: string | undefined
  /** Output only. Whose it is. */
  owner?:
    | {
        /** Output only. The owner, as an acl names one. */
        entity?: string | undefined
        /** Output only. Id of the owner. */
        entityId?: string | undefined
      }
    | undefined
  /** Output only. Tells deleted objects of one generation apart. */
  restoreToken?: string | undefined
  /** Until when it must stay. */
  retention?:
    | {
        /** Unlocked or Locked. */
        mode?: string | undefined
        /** Until then. */
        retainUntilTime?: string | undefined
      }
    | undefined
  /** Output only. From when on the policies let it be deleted. */
  retentionExpirationTime?: string | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** Output only. Number of bytes. */
  size?: string | undefined
  /** Output only. When this was deleted, if it can be had back. */
  softDeleteTime?: string | undefined
  /** STANDARD, NEARLINE, COLDLINE or ARCHIVE. */
  storageClass?: string | undefined
  /** Whether it must stay until this is false again. */
  temporaryHold?: boolean | undefined
  /** Output only. When this was made. */
  timeCreated?: string | undefined
  /** Output only. When this version was replaced or deleted. */
  timeDeleted?: string | undefined
  /** Output only. When its last byte was written. */
  timeFinalized?: string | undefined
  /** Output only. When it got its storage class. */
  timeStorageClassUpdated?: string | undefined
  /** Output only. When this was changed last. */
  updated?: string | undefined
}

/** What somebody may do with an object. */
export interface ObjectAccessControl {
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Output only. Domain of the entity, if it is one. */
  domain?: string | undefined
  /** Output only. Address of the entity, if it has one. */
  email?: string | undefined
  /**
   * Who: user-ADDRESS, group-ADDRESS, domain-NAME, project-TEAM-NUMBER, allUsers or
   * allAuthenticatedUsers.
   */
  entity?: string | undefined
  /** Output only. Id of the entity. */
  entityId?: string | undefined
  /** Output only. Changes with every change of this resource. */
  etag?: string | undefined
  /** Output only. Version of the object that this is about. */
  generation?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The object that this belongs to. */
  object?: string | undefined
  /** The project team, if the entity is one. */
  projectTeam?:
    | {
        /** Number of the project. */
        projectNumber?: string | undefined
        /** editors, owners or viewers. */
        team?: string | undefined
      }
    | undefined
  /** What they may do: READER, WRITER or OWNER. */
  role?: string | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
}

/** The acl of an object. */
export interface ObjectAccessControls {
  /** What was found. */
  items?: ObjectAccessControl[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
}

/** A word about an object. */
export interface ObjectCustomContextPayload {
  /** Output only. When this was made. */
  createTime?: string | undefined
  /** Type of more data about it. */
  extendedDataTypeUrl?: string | undefined
  /** Output only. When this was changed last. */
  updateTime?: string | undefined
  /** The word itself. */
  value?: string | undefined
}

/** Objects of a bucket. */
export interface Objects {
  /** What was found. */
  items?: Object[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
  /** What names begin with that were left out because of the delimiter. */
  prefixes?: string[] | undefined
}

/** Who may do what with a bucket, a folder or an object. */
export interface Policy {
  /** Who may do what. */
  bindings?:
    | {
        /** When it holds. */
        condition?: Expr | undefined
        /**
         * Who: user:ADDRESS, serviceAccount:ADDRESS, group:ADDRESS, domain:NAME, allUsers,
         * allAuthenticatedUsers and others.
         */
        members?: string[] | undefined
        /** What they may do: roles/storage.objectViewer and others. */
        role?: string | undefined
      }[]
    | undefined
  /**
   * Version of the policy: send it back, and a policy that was changed meanwhile is not
   * overwritten.
   */
  etag?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. What the policy is of. */
  resourceId?: string | undefined
  /** Form of the policy: 1, or 3 if it has conditions. */
  version?: number | undefined
}

/** A cache of a bucket. */
export interface RapidCache {
  /** What enters the cache: admit-on-first-miss or admit-on-second-miss. */
  admissionPolicy?: string | undefined
  /** The bucket that this belongs to. */
  bucket?: string | undefined
  /** Kind of the cache. */
  cacheType?: string | undefined
  /** Output only. When this was made. */
  createTime?: string | undefined
  /** Output only. Id, unique among those of its kind. */
  id?: string | undefined
  /** Whether objects enter the cache as they are written. */
  ingestOnWrite?: boolean | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Output only. Whether a change of it is going on. */
  pendingUpdate?: boolean | undefined
  /** Output only. Id of the cache, within its bucket. */
  rapidCacheId?: string | undefined
  /** Output only. Address of this resource. */
  selfLink?: string | undefined
  /** Output only. What this is doing now. */
  state?: string | undefined
  /** How long an entry stays, in seconds: 86400s. */
  ttl?: string | undefined
  /** Output only. When this was changed last. */
  updateTime?: string | undefined
  /** Zone in which the cache runs, such as us-central1-a. */
  zone?: string | undefined
}

/** How caches treat what is in a folder. */
export interface RapidCacheConfig {
  /** What holds for a cache, by its id. */
  policies?: Record<string, RapidCachePolicy> | undefined
}

/** What holds for one cache. */
export interface RapidCachePolicy {
  /** Whether objects enter the cache as they are written. */
  ingestOnWrite?: 'enabled' | 'unspecified' | undefined
  /** Id of the cache. */
  rapidCacheId?: string | undefined
}

/** Caches of a bucket. */
export interface RapidCaches {
  /** What was found. */
  items?: RapidCache[] | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** The pageToken of the next page; not there on the last. */
  nextPageToken?: string | undefined
}

/** Where a bucket moves to. */
export interface RelocateBucketRequest {
  /** The two regions it moves to, if it moves to two. */
  destinationCustomPlacementConfig?:
    | {
        /** The regions that hold the data. */
        dataLocations?: string[] | undefined
      }
    | undefined
  /** Key of Cloud KMS for what is there afterwards. */
  destinationKmsKeyName?: string | undefined
  /** Where it moves to. */
  destinationLocation?: string | undefined
  /** Whether the request is only checked. */
  validateOnly?: boolean | undefined
}

/** How far a copy is. */
export interface RewriteResponse {
  /** Whether all of it is copied. */
  done?: boolean | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Bytes in all. */
  objectSize?: string | undefined
  /** The object that was made, once all of it is copied. */
  resource?: Object | undefined
  /** What to send to go on; not there once all is copied. */
  rewriteToken?: string | undefined
  /** Bytes that are copied so far. */
  totalBytesRewritten?: string | undefined
}

/** The account of Cloud Storage in a project. */
export interface ServiceAccount {
  /** Address of the account. */
  email_address?: string | undefined
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
}

/** What the caller may do. */
export interface TestIamPermissionsResponse {
  /** What this is, for programs that read many kinds of answers. */
  kind?: string | undefined
  /** Those of the permissions asked for that the caller has. */
  permissions?: string[] | undefined
}

/** By method id: parameters after decoding, request message, answer. */
export interface Methods {
  /** Turns a cache off. */
  'storage.anywhereCaches.disable': {
    params: {
      /** Id of the cache. */
      anywhereCacheId: string
      /** Name of the bucket. */
      bucket: string
    }
    body: undefined
    response: AnywhereCache
  }
  /** Reads a cache. */
  'storage.anywhereCaches.get': {
    params: {
      /** Id of the cache. */
      anywhereCacheId: string
      /** Name of the bucket. */
      bucket: string
    }
    body: undefined
    response: AnywhereCache
  }
  /** Makes a cache. */
  'storage.anywhereCaches.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
    }
    body: AnywhereCache
    response: GoogleLongrunningOperation
  }
  /** Lists the caches of a bucket. */
  'storage.anywhereCaches.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** How many are answered at most. */
      pageSize?: number | undefined
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
    }
    body: undefined
    response: AnywhereCaches
  }
  /** Lets nothing more into a cache. */
  'storage.anywhereCaches.pause': {
    params: {
      /** Id of the cache. */
      anywhereCacheId: string
      /** Name of the bucket. */
      bucket: string
    }
    body: undefined
    response: AnywhereCache
  }
  /** Lets objects into a cache again. */
  'storage.anywhereCaches.resume': {
    params: {
      /** Id of the cache. */
      anywhereCacheId: string
      /** Name of the bucket. */
      bucket: string
    }
    body: undefined
    response: AnywhereCache
  }
  /** Changes a cache. */
  'storage.anywhereCaches.update': {
    params: {
      /** Id of the cache. */
      anywhereCacheId: string
      /** Name of the bucket. */
      bucket: string
    }
    body: AnywhereCache
    response: GoogleLongrunningOperation
  }
  /** Takes an entry out of the acl of a bucket. */
  'storage.bucketAccessControls.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads an entry of the acl of a bucket. */
  'storage.bucketAccessControls.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: BucketAccessControl
  }
  /** Adds an entry to the acl of a bucket. */
  'storage.bucketAccessControls.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: BucketAccessControl
    response: BucketAccessControl
  }
  /** Lists the acl of a bucket. */
  'storage.bucketAccessControls.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: BucketAccessControls
  }
  /** Changes an entry of the acl of a bucket. */
  'storage.bucketAccessControls.patch': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: BucketAccessControl
    response: BucketAccessControl
  }
  /** Replaces an entry of the acl of a bucket. */
  'storage.bucketAccessControls.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: BucketAccessControl
    response: BucketAccessControl
  }
  /** Deletes a bucket, which must be empty. */
  'storage.buckets.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads a bucket. */
  'storage.buckets.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Whether only those are meant that are deleted and can be had back. */
      softDeleted?: boolean | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Bucket
  }
  /** Reads the policy of a bucket. */
  'storage.buckets.getIamPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Newest form of a policy that the client understands. */
      optionsRequestedPolicyVersion?: number | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Policy
  }
  /** Says how a bucket keeps its objects. */
  'storage.buckets.getStorageLayout': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only names that begin so. */
      prefix?: string | undefined
    }
    body: undefined
    response: BucketStorageLayout
  }
  /** Makes a bucket. */
  'storage.buckets.insert': {
    params: {
      /** Whether objects can be given a time until which they stay. */
      enableObjectRetention: boolean
      /** A ready-made acl. */
      predefinedAcl?:
        | 'authenticatedRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | 'publicReadWrite'
        | undefined
      /** A ready-made acl for new objects. */
      predefinedDefaultObjectAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** Id or number of the project. */
      project: string
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Bucket
    response: Bucket
  }
  /** Lists the buckets of a project. */
  'storage.buckets.list': {
    params: {
      /** How many are answered at most, prefixes included. */
      maxResults: number
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Only names that begin so. */
      prefix?: string | undefined
      /** Id or number of the project. */
      project: string
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Whether buckets that can be asked are answered though others cannot. */
      returnPartialSuccess?: boolean | undefined
      /** Whether only those are meant that are deleted and can be had back. */
      softDeleted?: boolean | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Buckets
  }
  /** Locks the retention policy of a bucket for good. */
  'storage.buckets.lockRetentionPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Bucket
  }
  /** Changes a bucket. */
  'storage.buckets.patch': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** A ready-made acl. */
      predefinedAcl?:
        | 'authenticatedRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | 'publicReadWrite'
        | undefined
      /** A ready-made acl for new objects. */
      predefinedDefaultObjectAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Bucket
    response: Bucket
  }
  /** Moves a bucket elsewhere. */
  'storage.buckets.relocate': {
    params: {
      /** Name of the bucket. */
      bucket: string
    }
    body: RelocateBucketRequest
    response: GoogleLongrunningOperation
  }
  /** Brings a deleted bucket back. */
  'storage.buckets.restore': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation: string
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Bucket
  }
  /** Sets the policy of a bucket. */
  'storage.buckets.setIamPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Policy
    response: Policy
  }
  /** Says which permissions the caller has on a bucket. */
  'storage.buckets.testIamPermissions': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Permissions that are asked for. */
      permissions: string[]
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: TestIamPermissionsResponse
  }
  /** Replaces the metadata of a bucket. */
  'storage.buckets.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** A ready-made acl. */
      predefinedAcl?:
        | 'authenticatedRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | 'publicReadWrite'
        | undefined
      /** A ready-made acl for new objects. */
      predefinedDefaultObjectAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Bucket
    response: Bucket
  }
  /** Closes a channel. */
  'storage.channels.stop': {
    params: {}
    body: Channel
    response: undefined
  }
  /** Takes an entry out of the acl for new objects. */
  'storage.defaultObjectAccessControls.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads an entry of the acl for new objects. */
  'storage.defaultObjectAccessControls.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: ObjectAccessControl
  }
  /** Adds an entry to the acl for new objects. */
  'storage.defaultObjectAccessControls.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ObjectAccessControl
    response: ObjectAccessControl
  }
  /** Lists the acl for new objects. */
  'storage.defaultObjectAccessControls.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: ObjectAccessControls
  }
  /** Changes an entry of the acl for new objects. */
  'storage.defaultObjectAccessControls.patch': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ObjectAccessControl
    response: ObjectAccessControl
  }
  /** Replaces an entry of the acl for new objects. */
  'storage.defaultObjectAccessControls.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ObjectAccessControl
    response: ObjectAccessControl
  }
  /** Deletes a folder, which must be empty. */
  'storage.folders.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the folder. */
      folder: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Deletes a folder with all that is in it. */
  'storage.folders.deleteRecursive': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the folder. */
      folder: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
    }
    body: undefined
    response: GoogleLongrunningOperation
  }
  /** Reads a folder. */
  'storage.folders.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the folder. */
      folder: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
    }
    body: undefined
    response: Folder
  }
  /** Makes a folder. */
  'storage.folders.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Whether folders above it are made as well. */
      recursive?: boolean | undefined
    }
    body: Folder
    response: Folder
  }
  /** Lists the folders of a bucket. */
  'storage.folders.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Names with this behind the prefix are answered as prefixes, as folders would be. */
      delimiter?: string | undefined
      /** Only names before this one. */
      endOffset?: string | undefined
      /** How many are answered at most. */
      pageSize?: number | undefined
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Only names that begin so. */
      prefix?: string | undefined
      /** Only names from this one on. */
      startOffset?: string | undefined
    }
    body: undefined
    response: Folders
  }
  /** Gives a folder another name. */
  'storage.folders.rename': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** New name of the folder. */
      destinationFolder: string
      /** Only if the metageneration of the source is this one. */
      ifSourceMetagenerationMatch?: string | undefined
      /** Only if the metageneration of the source is another one. */
      ifSourceMetagenerationNotMatch?: string | undefined
      /** Name of the folder. */
      sourceFolder: string
    }
    body: undefined
    response: GoogleLongrunningOperation
  }
  /** Deletes a managed folder. */
  'storage.managedFolders.delete': {
    params: {
      /** Whether a folder with something in it is deleted, which stays. */
      allowNonEmpty?: boolean | undefined
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the managed folder. */
      managedFolder: string
    }
    body: undefined
    response: undefined
  }
  /** Reads a managed folder. */
  'storage.managedFolders.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the managed folder. */
      managedFolder: string
    }
    body: undefined
    response: ManagedFolder
  }
  /** Reads the policy of a managed folder. */
  'storage.managedFolders.getIamPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the managed folder. */
      managedFolder: string
      /** Newest form of a policy that the client understands. */
      optionsRequestedPolicyVersion?: number | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Policy
  }
  /** Makes a managed folder. */
  'storage.managedFolders.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
    }
    body: ManagedFolder
    response: ManagedFolder
  }
  /** Lists the managed folders of a bucket. */
  'storage.managedFolders.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** How many are answered at most. */
      pageSize?: number | undefined
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Only names that begin so. */
      prefix?: string | undefined
    }
    body: undefined
    response: ManagedFolders
  }
  /** Sets the policy of a managed folder. */
  'storage.managedFolders.setIamPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the managed folder. */
      managedFolder: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Policy
    response: Policy
  }
  /** Says which permissions the caller has on a managed folder. */
  'storage.managedFolders.testIamPermissions': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the managed folder. */
      managedFolder: string
      /** Permissions that are asked for. */
      permissions: string[]
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: TestIamPermissionsResponse
  }
  /** Changes a managed folder. */
  'storage.managedFolders.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the managed folder. */
      managedFolder: string
    }
    body: ManagedFolder
    response: ManagedFolder
  }
  /** Ends the messages of a notification. */
  'storage.notifications.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the notification. */
      notification: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads a notification. */
  'storage.notifications.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the notification. */
      notification: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Notification
  }
  /** Has messages about a bucket sent. */
  'storage.notifications.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Notification
    response: Notification
  }
  /** Lists the notifications of a bucket. */
  'storage.notifications.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Notifications
  }
  /** Takes an entry out of the acl of an object. */
  'storage.objectAccessControls.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads an entry of the acl of an object. */
  'storage.objectAccessControls.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: ObjectAccessControl
  }
  /** Adds an entry to the acl of an object. */
  'storage.objectAccessControls.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ObjectAccessControl
    response: ObjectAccessControl
  }
  /** Lists the acl of an object. */
  'storage.objectAccessControls.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: ObjectAccessControls
  }
  /** Changes an entry of the acl of an object. */
  'storage.objectAccessControls.patch': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ObjectAccessControl
    response: ObjectAccessControl
  }
  /** Replaces an entry of the acl of an object. */
  'storage.objectAccessControls.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Who, as in the entries: user-ADDRESS, allUsers and others. */
      entity: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ObjectAccessControl
    response: ObjectAccessControl
  }
  /** Brings many deleted objects back. */
  'storage.objects.bulkRestore': {
    params: {
      /** Name of the bucket. */
      bucket: string
    }
    body: BulkRestoreObjectsRequest
    response: GoogleLongrunningOperation
  }
  /** Joins objects of a bucket to one. */
  'storage.objects.compose': {
    params: {
      /** Bucket of the object that is made. */
      destinationBucket: string
      /** Name of the object that is made. */
      destinationObject: string
      /** A ready-made acl for the object that is made. */
      destinationPredefinedAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** Groups of contexts that do not come along. */
      dropContextGroups?: string[] | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Key of Cloud KMS that encrypts the object. */
      kmsKeyName?: string | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: ComposeRequest
    response: Object
  }
  /** Copies an object in one call. */
  'storage.objects.copy': {
    params: {
      /** Bucket of the object that is made. */
      destinationBucket: string
      /** Key of Cloud KMS that encrypts the object that is made. */
      destinationKmsKeyName?: string | undefined
      /** Name of the object that is made. */
      destinationObject: string
      /** A ready-made acl for the object that is made. */
      destinationPredefinedAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Only if the live version of the source is this one. */
      ifSourceGenerationMatch?: string | undefined
      /** Only if the live version of the source is another one. */
      ifSourceGenerationNotMatch?: string | undefined
      /** Only if the metageneration of the source is this one. */
      ifSourceMetagenerationMatch?: string | undefined
      /** Only if the metageneration of the source is another one. */
      ifSourceMetagenerationNotMatch?: string | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Bucket of the source. */
      sourceBucket: string
      /** Version of the source; by default the live one. */
      sourceGeneration?: string | undefined
      /** Name of the source. */
      sourceObject: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Object
    response: Object
  }
  /** Deletes an object. Where versions are kept, the live one becomes a former one. */
  'storage.objects.delete': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads the metadata of an object, or its bytes. */
  'storage.objects.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Which of the deleted objects of one generation is meant. */
      restoreToken?: string | undefined
      /** Whether only those are meant that are deleted and can be had back. */
      softDeleted?: boolean | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Object
    media: 'download'
  }
  /** Reads the policy of an object. */
  'storage.objects.getIamPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Policy
  }
  /** Uploads an object. */
  'storage.objects.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Encoding of the bytes, if the metadata do not say one. */
      contentEncoding?: string | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Key of Cloud KMS that encrypts the object. */
      kmsKeyName?: string | undefined
      /** Name of the object, if the metadata do not say one. */
      name?: string | undefined
      /** A ready-made acl. */
      predefinedAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Object
    response: Object
    media: 'upload'
  }
  /** Lists the objects of a bucket in order of name. */
  'storage.objects.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Names with this behind the prefix are answered as prefixes, as folders would be. */
      delimiter?: string | undefined
      /** Only names before this one. */
      endOffset?: string | undefined
      /** Which are answered, as an expression. */
      filter?: string | undefined
      /** Whether folders are among the prefixes. */
      includeFoldersAsPrefixes?: boolean | undefined
      /** Whether objects whose name ends with the delimiter are among the items as well. */
      includeTrailingDelimiter?: boolean | undefined
      /** Only names that match the pattern. */
      matchGlob?: string | undefined
      /** How many are answered at most, prefixes included. */
      maxResults: number
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Only names that begin so. */
      prefix?: string | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Whether only those are meant that are deleted and can be had back. */
      softDeleted?: boolean | undefined
      /** Only names from this one on. */
      startOffset?: string | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
      /** Whether all versions are answered, not only live ones. */
      versions?: boolean | undefined
    }
    body: undefined
    response: Objects
  }
  /** Gives an object another name in its bucket. */
  'storage.objects.move': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Name of the object that is made. */
      destinationObject: string
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Only if the live version of the source is this one. */
      ifSourceGenerationMatch?: string | undefined
      /** Only if the live version of the source is another one. */
      ifSourceGenerationNotMatch?: string | undefined
      /** Only if the metageneration of the source is this one. */
      ifSourceMetagenerationMatch?: string | undefined
      /** Only if the metageneration of the source is another one. */
      ifSourceMetagenerationNotMatch?: string | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Name of the source. */
      sourceObject: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Object
  }
  /** Changes the metadata of an object. */
  'storage.objects.patch': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Whether a retention that is not locked can be shortened. */
      overrideUnlockedRetention?: boolean | undefined
      /** A ready-made acl. */
      predefinedAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Object
    response: Object
  }
  /** Brings a deleted object back. */
  'storage.objects.restore': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Whether the acl comes back as well. */
      copySourceAcl?: boolean | undefined
      /** Version that is meant; by default the live one. */
      generation: string
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Which of the deleted objects of one generation is meant. */
      restoreToken?: string | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: Object
  }
  /** Copies an object, in several calls if it is large. */
  'storage.objects.rewrite': {
    params: {
      /** Bucket of the object that is made. */
      destinationBucket: string
      /** Key of Cloud KMS that encrypts the object that is made. */
      destinationKmsKeyName?: string | undefined
      /** Name of the object that is made. */
      destinationObject: string
      /** A ready-made acl for the object that is made. */
      destinationPredefinedAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** Groups of contexts that do not come along. */
      dropContextGroups?: string[] | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Only if the live version of the source is this one. */
      ifSourceGenerationMatch?: string | undefined
      /** Only if the live version of the source is another one. */
      ifSourceGenerationNotMatch?: string | undefined
      /** Only if the metageneration of the source is this one. */
      ifSourceMetagenerationMatch?: string | undefined
      /** Only if the metageneration of the source is another one. */
      ifSourceMetagenerationNotMatch?: string | undefined
      /** How many bytes are copied by this call at most; a multiple of 1 MiB. */
      maxBytesRewrittenPerCall?: string | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Token of the call before, to go on with its copy. */
      rewriteToken?: string | undefined
      /** Bucket of the source. */
      sourceBucket: string
      /** Version of the source; by default the live one. */
      sourceGeneration?: string | undefined
      /** Name of the source. */
      sourceObject: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Object
    response: RewriteResponse
  }
  /** Sets the policy of an object. */
  'storage.objects.setIamPolicy': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Policy
    response: Policy
  }
  /** Says which permissions the caller has on an object. */
  'storage.objects.testIamPermissions': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Permissions that are asked for. */
      permissions: string[]
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: TestIamPermissionsResponse
  }
  /** Replaces the metadata of an object. */
  'storage.objects.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Version that is meant; by default the live one. */
      generation?: string | undefined
      /** Only if the live version is this one; 0: if there is none. */
      ifGenerationMatch?: string | undefined
      /** Only if the live version is another one; 0: if there is one. */
      ifGenerationNotMatch?: string | undefined
      /** Only if the metageneration is this one. */
      ifMetagenerationMatch?: string | undefined
      /** Only if the metageneration is another one. */
      ifMetagenerationNotMatch?: string | undefined
      /** Name of the object, percent-encoded as one segment. */
      object: string
      /** Whether a retention that is not locked can be shortened. */
      overrideUnlockedRetention?: boolean | undefined
      /** A ready-made acl. */
      predefinedAcl?:
        | 'authenticatedRead'
        | 'bucketOwnerFullControl'
        | 'bucketOwnerRead'
        | 'private'
        | 'projectPrivate'
        | 'publicRead'
        | undefined
      /** How much of each is answered. */
      projection?: 'full' | 'noAcl' | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: Object
    response: Object
  }
  /** Takes the last step of a move. */
  'storage.buckets.operations.advanceRelocateBucket': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the operation. */
      operationId: string
    }
    body: AdvanceRelocateBucketOperationRequest
    response: undefined
  }
  /** Stops an operation. */
  'storage.buckets.operations.cancel': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the operation. */
      operationId: string
    }
    body: undefined
    response: undefined
  }
  /** Reads an operation. */
  'storage.buckets.operations.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the operation. */
      operationId: string
    }
    body: undefined
    response: GoogleLongrunningOperation
  }
  /** Lists the operations of a bucket. */
  'storage.buckets.operations.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Which are answered, as an expression. */
      filter?: string | undefined
      /** How many are answered at most. */
      pageSize?: number | undefined
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
    }
    body: undefined
    response: GoogleLongrunningListOperationsResponse
  }
  /** Makes a key. */
  'storage.projects.hmacKeys.create': {
    params: {
      /** Id of the project. */
      projectId: string
      /** Address of the account. */
      serviceAccountEmail: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: HmacKey
  }
  /** Deletes a key, which must be inactive. */
  'storage.projects.hmacKeys.delete': {
    params: {
      /** Public id of the key. */
      accessId: string
      /** Id of the project. */
      projectId: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: undefined
  }
  /** Reads a key. */
  'storage.projects.hmacKeys.get': {
    params: {
      /** Public id of the key. */
      accessId: string
      /** Id of the project. */
      projectId: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: HmacKeyMetadata
  }
  /** Lists the keys of a project. */
  'storage.projects.hmacKeys.list': {
    params: {
      /** How many are answered at most, prefixes included. */
      maxResults: number
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Id of the project. */
      projectId: string
      /** Address of the account. */
      serviceAccountEmail?: string | undefined
      /** Whether deleted keys are answered as well. */
      showDeletedKeys?: boolean | undefined
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: HmacKeysMetadata
  }
  /** Turns a key on or off. */
  'storage.projects.hmacKeys.update': {
    params: {
      /** Public id of the key. */
      accessId: string
      /** Id of the project. */
      projectId: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: HmacKeyMetadata
    response: HmacKeyMetadata
  }
  /** Reads the account of Cloud Storage in a project. */
  'storage.projects.serviceAccount.get': {
    params: {
      /** Id of the project. */
      projectId: string
      /** Project that pays for the request, for buckets whose requesters pay. */
      userProject?: string | undefined
    }
    body: undefined
    response: ServiceAccount
  }
  /** Turns a cache off. */
  'storage.rapidCaches.disable': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the cache. */
      rapidCacheId: string
    }
    body: undefined
    response: GoogleLongrunningOperation
  }
  /** Reads a cache. */
  'storage.rapidCaches.get': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the cache. */
      rapidCacheId: string
    }
    body: undefined
    response: RapidCache
  }
  /** Makes a cache. */
  'storage.rapidCaches.insert': {
    params: {
      /** Name of the bucket. */
      bucket: string
    }
    body: RapidCache
    response: GoogleLongrunningOperation
  }
  /** Lists the caches of a bucket. */
  'storage.rapidCaches.list': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** How many are answered at most. */
      pageSize?: number | undefined
      /** Where to go on: nextPageToken of the page before. */
      pageToken?: string | undefined
    }
    body: undefined
    response: RapidCaches
  }
  /** Changes a cache. */
  'storage.rapidCaches.update': {
    params: {
      /** Name of the bucket. */
      bucket: string
      /** Id of the cache. */
      rapidCacheId: string
    }
    body: RapidCache
    response: GoogleLongrunningOperation
  }
}
