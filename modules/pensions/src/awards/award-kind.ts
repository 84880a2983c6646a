import { registerEnumType } from '@kinga/plugin-sdk';

/** Why somebody has a pension. */
export enum AwardKind {
  OLD_AGE = 'OLD_AGE',
  EARLY = 'EARLY',
  DISABILITY = 'DISABILITY',
  SURVIVOR = 'SURVIVOR',
}
registerEnumType(AwardKind, {
  name: 'PensionKind',
  description: 'Why somebody has a pension.',
  valuesConfig: {
    OLD_AGE: { description: 'They reached the age of the scheme.' },
    EARLY: { description: 'They take it before that age, as the scheme allows.' },
    DISABILITY: { description: 'They cannot work as before.' },
    SURVIVOR: { description: 'Somebody died from whom they derive it.' },
  },
});
