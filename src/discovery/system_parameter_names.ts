// Names of the query parameters that every Google API understands, whatever its methods do.
// Source: https://cloud.google.com/apis/docs/system-parameters

const names = new Set([
  '$.xgafv',
  'access_token',
  'alt',
  'callback',
  'ct',
  'fields',
  'httpMethod',
  'key',
  'oauth_token',
  'prettyPrint',
  'quotaUser',
  'upload_protocol',
  'uploadType',
  'userIp',
  'userProject',
])

/** Every one but `$.xgafv` also goes with a `$` before it. */
export const isSystemParameter = (name: string): boolean =>
  names.has(name) || (name.startsWith('$') && names.has(name.slice(1)))
