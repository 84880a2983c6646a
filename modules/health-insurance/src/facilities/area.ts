import type { Area } from '@kinga/plugin-sdk';
import { AssignPriceList } from './assign-price-list.js';
import { FacilityPriceList } from './facility-price-list.js';
import { HealthFacility } from './facility.js';
import { OrganisationFacility } from './organisation-facility.js';
import { RegisterFacilities } from './register-facilities.js';

export const facilities: Area = {
  entities: [HealthFacility, FacilityPriceList],
  resolvers: [RegisterFacilities, AssignPriceList, OrganisationFacility],
};
