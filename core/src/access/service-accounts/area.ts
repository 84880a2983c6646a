import type { Area } from '../../kernel/module/area.js';
import { CloseServiceAccount } from './close-account.js';
import { serviceAccountClosed, serviceAccountRegistered, serviceAccountSecretRenewed } from './events.js';
import { serviceAccountPermissions } from './permissions.js';
import { RegisterServiceAccount } from './register-account.js';
import { RenewServiceAccountSecret } from './renew-secret.js';
import { ServiceAccount } from './service-account.js';

export const serviceAccounts: Area = {
  entities: [ServiceAccount],
  resolvers: [RegisterServiceAccount, RenewServiceAccountSecret, CloseServiceAccount],
  permissions: serviceAccountPermissions,
  events: [serviceAccountRegistered, serviceAccountSecretRenewed, serviceAccountClosed],
};
