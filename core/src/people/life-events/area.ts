import type { Area } from '../area.js';
import { birthRecorded, deathRecorded, divorceRecorded, lifeEventVoided, marriageRecorded, moveRecorded } from './events.js';
import { FilesOfLifeEvent } from './files.js';
import { LifeEvent } from './life-event.js';
import { lifeEventPermissions } from './permissions.js';
import { RecordBirth } from './record-birth.js';
import { RecordDeath } from './record-death.js';
import { RecordDivorce } from './record-divorce.js';
import { RecordMarriage } from './record-marriage.js';
import { RecordMove } from './record-move.js';
import { VoidLifeEvent } from './void-life-event.js';

export const lifeEvents: Area = {
  entities: [LifeEvent],
  resolvers: [RecordBirth, RecordDeath, RecordMarriage, RecordDivorce, RecordMove, VoidLifeEvent, FilesOfLifeEvent],
  permissions: lifeEventPermissions,
  events: [birthRecorded, deathRecorded, marriageRecorded, divorceRecorded, moveRecorded, lifeEventVoided],
};
