// What is wrong with what a method says of uploads.
import { isObject, quote, type Json, type Problem } from './check_schema.ts'
import { maxSizeOf, uploadPathOf, uploadPrefixes } from '../media_upload.ts'

/** Problems of a method's `mediaUpload`; `pointer` is the method's. */
export function uploadProblems(method: Json, pointer: string, servicePath: string): Problem[] {
  const { mediaUpload: upload, path } = method
  if (upload === undefined) return []
  const at = `${pointer}/mediaUpload`
  if (!isObject(upload)) return [{ pointer: at, message: `must be an object, is ${quote(upload)}` }]
  return [
    ...acceptProblems(upload['accept'], `${at}/accept`),
    ...sizeProblems(upload['maxSize'], `${at}/maxSize`),
    ...pathProblems(upload['protocols'], `${at}/protocols`, servicePath, String(path)),
  ]
}

const acceptProblems = (accept: unknown, pointer: string): Problem[] =>
  accept === undefined ||
  (Array.isArray(accept) && accept.every((type: unknown) => typeof type === 'string'))
    ? []
    : [{ pointer, message: `must be a list of media types, is ${quote(accept)}` }]

function sizeProblems(maxSize: unknown, pointer: string): Problem[] {
  const isRead =
    maxSize === undefined || (typeof maxSize === 'string' && maxSizeOf({ maxSize }) !== undefined)
  return isRead
    ? []
    : [{ pointer, message: `must be bytes as "1048576" or "1MB", is ${quote(maxSize)}` }]
}

/** Clients put the path of a protocol together in both ways, so there is but one it can have. */
function pathProblems(
  protocols: unknown,
  pointer: string,
  servicePath: string,
  path: string,
): Problem[] {
  if (!isObject(protocols))
    return [{ pointer, message: `must be an object, is ${quote(protocols)}` }]
  return (Object.keys(uploadPrefixes) as (keyof typeof uploadPrefixes)[]).flatMap((name) => {
    const protocol = protocols[name]
    if (protocol === undefined) return []
    const said = isObject(protocol) ? protocol['path'] : protocol
    const expected = uploadPathOf(name, servicePath, { path })
    if (said === expected) return []
    return [
      { pointer: `${pointer}/${name}/path`, message: `must be "${expected}", is ${quote(said)}` },
    ]
  })
}
