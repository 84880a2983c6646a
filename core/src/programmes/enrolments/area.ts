import type { Area } from '../../kernel/module/area.js';
import { programmesRelated, recertificationSet } from '../events.js';
import { AppealEnrolment } from './appeal.js';
import { ApplyForEnrolment } from './apply.js';
import { ChangeEnrolment } from './change-enrolment.js';
import { EnrolmentStep } from './enrolment-step.js';
import { Enrolment } from './enrolment.js';
import { followPlaces } from './follow-places.js';
import { enrolmentGuards } from './guards.js';
import { ListEnrolmentMoves } from './list-moves.js';
import { ownGuards } from './own-guards.js';
import { ChangeProgrammeRelations, ProgrammeRelation } from './programme-relation.js';
import { relatedProgrammes } from './related-programmes.js';
import { enrolmentReasons, ownReasons } from './reasons.js';
import { SetRecertification } from './set-recertification.js';
import { resumeAlive, suspendClosed, suspendDead } from './suspend-gone.js';
import { suspendMerged } from './suspend-merged.js';
import { UndoneStep } from './undone-step.js';

export const enrolments: Area = {
  entities: [Enrolment, EnrolmentStep, UndoneStep, ProgrammeRelation],
  resolvers: [ApplyForEnrolment, ChangeEnrolment, AppealEnrolment, ListEnrolmentMoves, ChangeProgrammeRelations, SetRecertification],
  events: [programmesRelated, recertificationSet],
  on: [suspendMerged, suspendClosed, suspendDead, resumeAlive, followPlaces],
  offers: [enrolmentGuards, enrolmentReasons],
  contributes: [...ownGuards, relatedProgrammes, ...ownReasons],
};
