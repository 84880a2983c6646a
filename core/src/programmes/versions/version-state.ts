import { registerEnumType } from 'type-graphql';

/** How far a version of a programme is. */
export enum ProgrammeVersionState {
  DRAFT = 'DRAFT',
  IN_REVIEW = 'IN_REVIEW',
  PUBLISHED = 'PUBLISHED',
  SUPERSEDED = 'SUPERSEDED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ProgrammeVersionState, {
  name: 'ProgrammeVersionState',
  description: 'How far a version of a programme is.',
  valuesConfig: {
    DRAFT: { description: 'Being written: it may change.' },
    IN_REVIEW: { description: 'Submitted: it waits for a second person, and no longer changes.' },
    PUBLISHED: { description: 'In force from its first day on.' },
    SUPERSEDED: { description: 'Published, until another version took its place; in force for the days before that.' },
    REJECTED: { description: 'Not published, by whoever looked at it.' },
    WITHDRAWN: { description: 'Not published: taken back.' },
  },
});

/** Where a version may go from each state, as the database allows it. */
export const VERSION_MOVES: Readonly<Record<ProgrammeVersionState, readonly ProgrammeVersionState[]>> = {
  [ProgrammeVersionState.DRAFT]: [ProgrammeVersionState.IN_REVIEW, ProgrammeVersionState.WITHDRAWN],
  [ProgrammeVersionState.IN_REVIEW]: [ProgrammeVersionState.PUBLISHED, ProgrammeVersionState.REJECTED, ProgrammeVersionState.WITHDRAWN],
  [ProgrammeVersionState.PUBLISHED]: [ProgrammeVersionState.SUPERSEDED],
  [ProgrammeVersionState.SUPERSEDED]: [],
  [ProgrammeVersionState.REJECTED]: [],
  [ProgrammeVersionState.WITHDRAWN]: [],
};
