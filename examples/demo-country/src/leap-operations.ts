/** The operations of the LEAP story, as a client sends them. */

export const PROGRAMME = 'query { programme(by: { code: "LEAP" }) { id name currency } }';

export const ENROL = `mutation ($input: ProgrammeEnrolEligibleInput!) {
  programmeEnrolEligible(input: $input) { job { id } userErrors { code message path } }
}`;

export const JOB = 'query ($id: ID!) { job(by: { id: $id }) { state done total message problem } }';

export const OPEN = `mutation ($input: CycleOpenInput!) {
  cycleOpen(input: $input) { cycle { id } userErrors { code message path } }
}`;

export const DETERMINE = `mutation ($input: CycleDetermineInput!) {
  cycleDetermine(input: $input) { job { id } userErrors { code message path } }
}`;

export const CYCLE = `query ($id: ID!) {
  cycle(by: { id: $id }) { number periodFrom periodTo entitledHouseholds entitledAmount held { totalCount } }
}`;

export const AMOUNTS = `query ($programme: ID!, $from: LocalDate!, $count: Decimal!, $more: Boolean!) {
  exactly: entitlements(first: 1, where: { programme: { id: { eq: $programme } }, periodFrom: { eq: $from }, factCount: { eq: $count } }) @skip(if: $more) {
    totalCount nodes { owed { amount } }
  }
  more: entitlements(first: 1, where: { programme: { id: { eq: $programme } }, periodFrom: { eq: $from }, factCount: { gte: $count } }) @include(if: $more) {
    totalCount nodes { owed { amount } }
  }
}`;

export const CREATE_RUN = `mutation ($input: PaymentRunCreateInput!) {
  paymentRunCreate(input: $input) { run { id contentHash instructionCount total { amount } } userErrors { code message path } }
}`;

export const APPROVE = `mutation ($input: PaymentRunApproveInput!) {
  paymentRunApprove(input: $input) { run { state approvedBy } userErrors { code message path } }
}`;

export const SEND = `mutation ($input: PaymentRunSendInput!) {
  paymentRunSend(input: $input) { job { id } userErrors { code message path } }
}`;

export const BATCHES = 'query ($id: ID!) { paymentRun(by: { id: $id }) { batches(first: 100) { nodes { number receipt } } } }';

export const ANSWER = `mutation ($input: PaymentRunReceiveAnswerInput!) {
  paymentRunReceiveAnswer(input: $input) { paid returned unmatched { reference reason } userErrors { code message path } }
}`;

export const PROOF = `query ($id: ID!) {
  paymentRun(by: { id: $id }) {
    state
    proof { balanced entitled { ledger { amount } } paid { ledger { amount } } pending { ledger { amount } } returned { ledger { amount } } }
  }
}`;
