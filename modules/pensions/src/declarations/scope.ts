import { byPerson, byProgramme, sql, trusted, type Columns, type RowScope, type Sql } from '@kinga/plugin-sdk';
import { byEmployer, ofOwnEmployer } from '../scope.js';

const of = (columns: Columns, property: string): Sql => columns[property] ?? trusted('null');
const ofPerson = byPerson('person');

const ofEither = (first: 'person' | 'employer'): NonNullable<RowScope['places']> => (columns, reach) => sql`case when ${of(columns, first)} is not null then ${
  (first === 'person' ? ofPerson : byEmployer).places?.(columns, reach) ?? trusted('true')} else ${(first === 'person' ? byEmployer : ofPerson).places?.(columns, reach) ?? trusted('true')} end`;

/** Whoever sees the employer, or the person who insures themselves, sees that they declared. */
export const ofDeclarant: RowScope = { places: ofEither('employer'), ...byProgramme('programme'), ...ofOwnEmployer };

/** Lines are seen by whoever sees the person; those of nobody known by whoever sees the employer. */
export const ofLine: RowScope = { places: ofEither('person'), ...byProgramme('programme'), ...ofOwnEmployer };
