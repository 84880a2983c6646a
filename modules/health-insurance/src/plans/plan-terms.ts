import { registerEnumType } from '@kinga/plugin-sdk';

export enum PlanVersionState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(PlanVersionState, {
  name: 'InsurancePlanVersionState',
  description: 'How far a version of a plan is.',
  valuesConfig: {
    DRAFT: { description: 'It may change.' },
    PUBLISHED: { description: 'A second person published it; it never changes.' },
    WITHDRAWN: { description: 'It was given up before it was published. Final.' },
  },
});

export enum PolicyActivation {
  CONTRIBUTION = 'CONTRIBUTION',
  PAYMENT = 'PAYMENT',
  READY = 'READY',
}
registerEnumType(PolicyActivation, {
  name: 'PolicyActivation',
  description: 'What makes a policy active.',
  valuesConfig: {
    CONTRIBUTION: { description: 'The premium is paid whole, or somebody activates it though it is not.' },
    PAYMENT: { description: 'The premium is paid whole; nobody activates it before.' },
    READY: { description: 'A second person says that it is ready, and the premium is paid whole.' },
  },
});

export enum InPatientBy {
  HOSPITAL = 'HOSPITAL',
  STAY = 'STAY',
}
registerEnumType(InPatientBy, {
  name: 'InPatientBy',
  description: 'What limits of in-patient care mean by in-patient.',
  valuesConfig: {
    HOSPITAL: { description: 'Care that is given by a hospital.' },
    STAY: { description: 'Care during a stay of more than one day.' },
  },
});

export enum LimitKind {
  DEDUCTIBLE = 'DEDUCTIBLE',
  CEILING = 'CEILING',
}
registerEnumType(LimitKind, {
  name: 'PlanLimitKind',
  description: 'What a limit does.',
  valuesConfig: {
    DEDUCTIBLE: { description: 'What is below it the member pays.' },
    CEILING: { description: 'What is above it the member pays.' },
  },
});

export enum LimitPer {
  TREATMENT = 'TREATMENT',
  MEMBER = 'MEMBER',
  POLICY = 'POLICY',
}
registerEnumType(LimitPer, {
  name: 'PlanLimitPer',
  description: 'Over what a limit counts.',
  valuesConfig: {
    TREATMENT: { description: 'Over one claim.' },
    MEMBER: { description: 'Over all of a member in a cover period.' },
    POLICY: { description: 'Over all members of a policy in its cover period.' },
  },
});

export enum LimitCare {
  ANY = 'ANY',
  OUT_PATIENT = 'OUT_PATIENT',
  IN_PATIENT = 'IN_PATIENT',
}
registerEnumType(LimitCare, {
  name: 'PlanLimitCare',
  description: 'Which care a limit is about.',
  valuesConfig: { ANY: { description: 'All care.' }, OUT_PATIENT: { description: 'Out-patient care.' }, IN_PATIENT: { description: 'In-patient care.' } },
});

export enum CareCategory {
  CONSULTATION = 'CONSULTATION',
  SURGERY = 'SURGERY',
  DELIVERY = 'DELIVERY',
  HOSPITALISATION = 'HOSPITALISATION',
  ANTENATAL = 'ANTENATAL',
  VISIT = 'VISIT',
}
registerEnumType(CareCategory, {
  name: 'CareCategory',
  description: 'Categories of care that plans limit.',
  valuesConfig: {
    CONSULTATION: { description: 'Consultations.' },
    SURGERY: { description: 'Operations.' },
    DELIVERY: { description: 'Births.' },
    HOSPITALISATION: { description: 'Admissions to a hospital.' },
    ANTENATAL: { description: 'Antenatal contacts.' },
    VISIT: { description: 'Other visits.' },
  },
});
