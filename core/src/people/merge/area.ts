import type { Area } from '../area.js';
import { personsMerged, personsUnmerged } from './events.js';
import { MergePersons } from './merge-persons.js';
import { mergePermissions } from './permissions.js';
import { PersonMerge } from './person-merge.js';
import { PersonMergeRow } from './person-merge-row.js';
import { MergeFiles, PersonMerges } from './person-merges.js';
import { UnmergePersons } from './unmerge-persons.js';

export const merge: Area = {
  entities: [PersonMerge, PersonMergeRow],
  resolvers: [MergePersons, UnmergePersons, PersonMerges, MergeFiles],
  permissions: mergePermissions,
  events: [personsMerged, personsUnmerged],
};
