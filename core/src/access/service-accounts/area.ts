import { purges } from '../../kernel/purge/purges.js';
import type { Area } from '../../kernel/module/area.js';
import { CloseServiceAccount } from './close-account.js';
import { ChangeServiceAccountKeys } from './change-keys.js';
import { serviceAccountClosed, serviceAccountKeyAdded, serviceAccountKeyEnded, serviceAccountRegistered, serviceAccountSecretRenewed } from './events.js';
import { serviceAccountPermissions } from './permissions.js';
import { RegisterServiceAccount } from './register-account.js';
import { RenewServiceAccountSecret } from './renew-secret.js';
import { ServiceAccountKey } from './service-account-key.js';
import { ServiceAccount } from './service-account.js';

export const serviceAccounts: Area = {
  entities: [ServiceAccount, ServiceAccountKey],
  resolvers: [RegisterServiceAccount, RenewServiceAccountSecret, CloseServiceAccount, ChangeServiceAccountKeys],
  permissions: serviceAccountPermissions,
  events: [serviceAccountRegistered, serviceAccountSecretRenewed, serviceAccountClosed, serviceAccountKeyAdded, serviceAccountKeyEnded],
  contributes: [
    purges.contribute('access.used-assertions', { table: 'access.used_assertion', where: 't.expires_at < $1::timestamptz' }),
  ],
};
