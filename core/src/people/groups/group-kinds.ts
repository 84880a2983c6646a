import { extensionPoint } from '../../kernel/module/extension-point.js';

/** A kind of group that a deployment knows. */
export interface GroupKindDefinition {
  readonly description: string;
  /** What members of such a group can be: upper case with underscores. */
  readonly roles: readonly string[];
}

/** Kinds of groups beside households. Modules add what their country has. */
export const groupKinds = extensionPoint<GroupKindDefinition>('people.group-kinds', 'many', 'Kinds of groups that persons belong to beside their household');

/** Those that every country has. */
export const commonGroupKinds = [
  groupKinds.contribute('cooperative', { description: 'People who produce, buy or sell together', roles: ['MEMBER', 'CHAIR', 'TREASURER'] }),
  groupKinds.contribute('savings-group', { description: 'People who save and lend together', roles: ['MEMBER', 'CHAIR', 'TREASURER'] }),
  groupKinds.contribute('school', { description: 'A school', roles: ['PUPIL', 'TEACHER', 'STAFF'] }),
];
