import type { Area } from '../../people/area.js';
import { CandidateComparisons, OpenPairs } from './candidate-comparisons.js';
import { DecideDuplicate } from './decide-duplicate.js';
import { DuplicateCandidate } from './duplicate-candidate.js';
import { duplicateDecided, duplicatesFound } from './events.js';
import { findDuplicates, FindDuplicates } from './find-duplicates.js';
import { reopenPairs, settlePairs } from './follow-merges.js';
import { duplicatePermissions } from './permissions.js';
import { PersonDuplicates } from './person-duplicates.js';

export const duplicates: Area = {
  entities: [DuplicateCandidate],
  resolvers: [FindDuplicates, DecideDuplicate, CandidateComparisons, OpenPairs, PersonDuplicates],
  permissions: duplicatePermissions,
  events: [duplicatesFound, duplicateDecided],
  on: [settlePairs, reopenPairs],
  jobs: [findDuplicates],
};
