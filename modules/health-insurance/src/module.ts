import { benefitTypes, defineModule } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };

export const healthInsurance = defineModule(pkg, {
  description: 'Health insurance: plans, policies, claims and what they pay',
  contributes: [benefitTypes.contribute('health-service', { scheme: 'health-insurance', description: 'Care that is paid to whoever provides it, for somebody who is covered.' })],
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
});
