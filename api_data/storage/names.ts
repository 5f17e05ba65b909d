// Names of buckets and objects among the resources, and the tags of their versions.

/** As one segment of a name. */
const segment = (id: string): string => id.replaceAll('/', '%2F')

export const bucketName = (bucket: string): string => `b/${segment(bucket)}`

export const objectsOf = (bucket: string): string => `${bucketName(bucket)}/o`

export const objectName = (bucket: string, object: string): string =>
  `${objectsOf(bucket)}/${segment(object)}`

/** The bucket or object that a resource's name ends with. */
export const idIn = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1).replaceAll('%2F', '/')

export const hmacKeyName = (project: string, accessId: string): string =>
  `projects/${segment(project)}/hmacKeys/${segment(accessId)}`

/** Where it stands in which project a bucket was made. */
export const projectOf = (bucket: string): string => `${bucketName(bucket)}/:project`

/** Where the engine keeps the IAM policy of a bucket. */
export const policyOf = (bucket: string): string => `${bucketName(bucket)}/:iamPolicy`

/** Where versions are kept that were replaced or deleted: no list of a collection shows them. */
export const formerVersionsOf = (bucket: string): string => `${bucketName(bucket)}/:versions`

export const formerVersionName = (bucket: string, object: string, generation: string): string =>
  `${formerVersionsOf(bucket)}/${segment(object)}#${generation}`

/** A tag as Google makes it (recorded): a protobuf message of the two numbers. A bucket's has the metageneration alone. */
export function etagOf(metageneration: string, generation?: string): string {
  const bytes =
    generation === undefined
      ? [0x08, ...varint(metageneration)]
      : [0x08, ...varint(generation), 0x10, ...varint(metageneration)]
  return Buffer.from(bytes).toString('base64')
}

function varint(text: string): number[] {
  const bytes: number[] = []
  let rest = BigInt(text)
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}
