import type { Context } from '../kernel/context.js';
import { extensionPoint, type ExtensionPoint } from '../kernel/module/extension-point.js';
import type { Platform } from '../kernel/platform.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { grievanceSettings } from './settings.js';
import { GrievanceAction, GrievanceConfidentiality } from './states.js';

/** Time limits at one level, in working days. */
export interface GrievanceClock {
  /** Until whoever complains is told that it is looked at. */
  readonly acknowledge: number;
  /** Until it is decided. */
  readonly resolve: number;
}

/** What grievances may be about. */
export interface GrievanceCategory {
  readonly description: string;
  /** The least confidentiality that its grievances have; ORDINARY where left out. */
  readonly confidentiality?: `${GrievanceConfidentiality}`;
  /** Its own time limits, from the first level on; those of the levels where left out. */
  readonly clocks?: readonly GrievanceClock[];
}

/** How grievances may be decided. */
export interface GrievanceOutcome {
  readonly description: string;
  /** Whether something is done or explained, or nothing since it is unfounded or inadmissible. */
  readonly decides: 'RESOLVE' | 'REJECT';
  /** What follows from it at once: the name of a consequence. */
  readonly consequence?: string;
}

/** A grievance that was decided, as what follows from it is told. Ids are UUIDs. */
export interface DecidedGrievance {
  readonly id: string;
  readonly outcome: string;
  readonly enrolment: string | null;
  readonly entitlement: string | null;
  readonly instruction: string | null;
}

/** What may follow from a decision on a grievance. */
export interface GrievanceConsequence {
  readonly description: string;
  /** Permission that deciding so takes beside that to decide on grievances. */
  readonly permission?: string;
  /** Does it in the transaction of the decision; may refuse, and then nothing is decided. */
  apply(ctx: TxContext, grievance: DecidedGrievance): Promise<void>;
}

export const grievanceCategories = extensionPoint<GrievanceCategory>('grievances.categories', 'many', 'What grievances may be about');
export const grievanceChannels = extensionPoint<{ readonly description: string }>('grievances.channels', 'many', 'Ways in which grievances come');
export const grievanceOutcomes = extensionPoint<GrievanceOutcome>('grievances.outcomes', 'many', 'How grievances may be decided');
export const grievanceConsequences = extensionPoint<GrievanceConsequence>('grievances.consequences', 'many', 'What may follow from a decision on a grievance');

type WithPlatform = Pick<Context, 'platform'>;

/** What modules bring, and what the deployment's settings add or say otherwise. */
function listed<T>(platform: Platform, point: ExtensionPoint<T>, settings: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map([...platform.extensions(point), ...Object.entries(settings)]);
}

export const categoriesOf = ({ platform }: WithPlatform): ReadonlyMap<string, GrievanceCategory> => listed(platform, grievanceCategories, grievanceSettings(platform).categories);
export const channelsOf = ({ platform }: WithPlatform): ReadonlyMap<string, { readonly description: string }> => listed(platform, grievanceChannels, grievanceSettings(platform).channels);
export const outcomesOf = ({ platform }: WithPlatform): ReadonlyMap<string, GrievanceOutcome> => listed(platform, grievanceOutcomes, grievanceSettings(platform).outcomes);

/** How the action is called by which an outcome decides. */
export const actionOf = ({ decides }: GrievanceOutcome): GrievanceAction => GrievanceAction[decides];

export const leastConfidentiality = ({ confidentiality }: GrievanceCategory): GrievanceConfidentiality => GrievanceConfidentiality[confidentiality ?? 'ORDINARY'];
