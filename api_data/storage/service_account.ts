// The service account by which Cloud Storage acts for a project, as for notifications.
import type { StorageHandler } from './state.ts'

/** Google's has the number of the project, which the emulator has not (https://cloud.google.com/storage/docs/projects#service-agents). */
export const serviceAccount: StorageHandler<'storage.projects.serviceAccount.get'> = ({
  params,
}) => ({
  kind: 'storage#serviceAccount',
  email_address: `service-${params.projectId}@gs-project-accounts.iam.gserviceaccount.com`,
})
