// Changes of resources by a mask. https://google.aip.dev/134
import { invalid } from './errors.ts'

interface Form {
  /** `Subscription` */
  readonly type: string
  /** Fields that may be changed. */
  readonly mutable: readonly string[]
  /** All others that there are. */
  readonly fixed: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** The resource with the fields of the mask as the change has them; one that the change lacks is taken away. */
export function updated<Resource extends object>(
  resource: Resource,
  change: Resource,
  updateMask: string | undefined,
  form: Form,
): Resource {
  const request = `Update${form.type}Request`
  const paths = (updateMask ?? '').split(',').filter((path) => path.trim() !== '')
  if (paths.length === 0)
    throw invalid(
      `The update_mask in the ${request} must be set, and must contain a non-empty paths list.`,
    )
  let result = { ...resource } as Fields
  for (const path of paths) {
    const names = path.trim().split('.').map(camel)
    checkPath(path, names[0]!, request, form)
    result = withPath(result, change as Fields, names)
  }
  return result as Resource
}

function checkPath(path: string, name: string, request: string, { type, mutable, fixed }: Form) {
  if (mutable.includes(name)) return
  if (fixed.includes(name))
    throw invalid(
      `Invalid update_mask provided in the ${request}: the '${path}' field in the ${type} is not mutable.`,
    )
  throw invalid(
    `Invalid update_mask provided in the ${request}: '${path}' is not a known ${type} field. Note that field paths must be of the form 'push_config' rather than 'pushConfig'.`,
  )
}

function withPath(target: Fields, source: Fields | undefined, names: readonly string[]): Fields {
  const [name = '', ...inner] = names
  const value = source?.[name]
  if (inner.length > 0)
    return { ...target, [name]: withPath(asFields(target[name]), asFields(value), inner) }
  const { [name]: _, ...others } = target
  return value === undefined ? others : { ...others, [name]: value }
}

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}

const camel = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
