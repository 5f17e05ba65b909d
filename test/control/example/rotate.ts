// A small app, as users write them: it rotates secrets that have grown old, and tells its team of it.
import { google } from 'googleapis'
import type { secretmanager_v1 } from 'googleapis'

type SecretManager = secretmanager_v1.Secretmanager

/** A client for one emulator or one fork of it; by default for Google. */
export const clientFor = (rootUrl?: string, headers: Record<string, string> = {}): SecretManager =>
  google.secretmanager({
    version: 'v1',
    ...(rootUrl !== undefined && { rootUrl }),
    headers,
    // A version that is added twice does no harm.
    retryConfig: {
      retry: 3,
      retryDelay: 1,
      statusCodesToRetry: [[429, 429]],
      httpMethodsToRetry: ['GET', 'POST'],
    },
  })

const DAY = 86_400_000

/** Adds a version to every secret whose latest is older than `days`; the names of those that were rotated. */
export async function rotate(
  client: SecretManager,
  project: string,
  days: number,
  now: () => number,
  make: () => string,
): Promise<string[]> {
  const { data } = await client.projects.secrets.list({ parent: `projects/${project}` })
  const rotated: string[] = []
  for (const { name } of data.secrets ?? []) {
    const versions = await client.projects.secrets.versions.list({ parent: name!, pageSize: 1 })
    const latest = versions.data.versions?.[0]?.createTime
    if (latest && now() - Date.parse(latest) < days * DAY) continue
    const payload = { data: Buffer.from(make()).toString('base64') }
    await client.projects.secrets.addVersion({ parent: name!, requestBody: { payload } })
    rotated.push(name!)
  }
  return rotated
}
