import { registerEnumType } from 'type-graphql';

/** Whether somebody has found that what is recorded is so. */
export enum Verification {
  UNVERIFIED = 'UNVERIFIED',
  VERIFIED = 'VERIFIED',
  REFUTED = 'REFUTED',
}
registerEnumType(Verification, {
  name: 'Verification',
  description: 'Whether somebody has found that what is recorded is so.',
  valuesConfig: {
    UNVERIFIED: { description: 'Nobody has looked yet.' },
    VERIFIED: { description: 'Found to be right.' },
    REFUTED: { description: 'Found to be wrong.' },
  },
});
