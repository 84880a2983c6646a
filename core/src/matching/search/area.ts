import type { Area } from '../../people/area.js';
import { searchPermissions } from './permissions.js';
import { PersonSearch } from './person-search.js';
import { phoneticEncoders, skeleton } from './phonetic-encoder.js';
import { Reencode } from './reencode.js';
import { reencode } from './reencode-job.js';

export const search: Area = {
  resolvers: [PersonSearch, Reencode],
  permissions: searchPermissions,
  jobs: [reencode],
  offers: [phoneticEncoders],
  contributes: [skeleton],
};
