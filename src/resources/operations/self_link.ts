// The address of a resource at the real service.
import type { Context } from '../context.ts'

export function selfLink(
  name: string,
  { model, method, traits }: Pick<Context, 'model' | 'method' | 'traits'>,
): string {
  if (traits.selfLink !== undefined) return traits.selfLink + name
  const { rootUrl, servicePath } = model.document
  const head = method.method.path.split('{')[0]!
  const version = /^(.*?\bv\d\w*\/)/.exec(head)?.[1] ?? ''
  return `${rootUrl}${servicePath}${version}${name}`
}
