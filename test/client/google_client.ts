// Google's own client for Node, made from a document that is served; typed for what tests call.
import { google } from 'googleapis'

/** One call; the client leaves out the body of a 204. */
export type Call<T = unknown> = (
  params: Readonly<Record<string, unknown>>,
) => Promise<{ readonly data: T; readonly status: number }>

export interface GoogleApi {
  readonly [resource: string]: Readonly<Record<string, Call>>
}

/** Without retries: a refusal is to be seen, not to be asked for again. */
export const discover = async (discoveryUrl: string): Promise<GoogleApi> =>
  google.discoverAPI<GoogleApi>(discoveryUrl, { retry: false })
