import { benefitTypes, defineModule } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };

export const pensions = defineModule(pkg, {
  description: 'Pensions: employers, contributions, awards and what they pay',
  contributes: [benefitTypes.contribute('pension', { scheme: 'pensions', description: 'Money that is paid for life, or until a condition ends, because of age, disability or a death.' })],
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
});
