import type { Area } from '@kinga/plugin-sdk';
import { CreatePriceList } from './create-price-list.js';
import { Diagnosis } from './diagnosis.js';
import { ImportRegister } from './import-register.js';
import { registerPermissions } from './permissions.js';
import { PriceList } from './price-list.js';
import { Price } from './price.js';
import { RegisterDiagnoses } from './register-diagnoses.js';
import { RegisterServices } from './register-services.js';
import { HealthService } from './service.js';
import { ServicePart } from './service-part.js';
import { SetPrices } from './set-prices.js';

export const registers: Area = {
  entities: [HealthService, ServicePart, Diagnosis, PriceList, Price],
  resolvers: [RegisterServices, RegisterDiagnoses, ImportRegister, CreatePriceList, SetPrices],
  permissions: registerPermissions,
};
