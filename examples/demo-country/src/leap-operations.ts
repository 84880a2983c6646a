/** The operations of the LEAP story, as a client sends them. */

export const PROGRAMME = 'query ($table: String!) { programme(by: { code: "LEAP" }) { id tables(where: { code: { eq: $table } }) { nodes { id } } } }';

export const ENROL = `mutation ($input: TargetingStartInput!) {
  targetingStart(input: $input) { job { id } userErrors { code message path } }
}`;

export const JOB = 'query ($id: ID!) { job(by: { id: $id }) { state done total message problem } }';

export const OPEN = `mutation ($input: CycleOpenInput!) {
  cycleOpen(input: $input) { cycle { id } userErrors { code message path } }
}`;

export const DETERMINE = `mutation ($input: CycleDetermineInput!) {
  cycleDetermine(input: $input) { job { id } userErrors { code message path } }
}`;

export const CYCLE = 'query ($id: ID!) { cycle(by: { id: $id }) { held { totalCount } } }';

export const AMOUNTS = `query ($programme: ID!, $from: LocalDate!, $kind: String!, $after: String) {
  entitlements(first: 100, after: $after, where: { programme: { id: { eq: $programme } }, periodFrom: { eq: $from }, kind: { eq: $kind } }) {
    nodes { owed { amount } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const RAISE = `mutation ($input: RuleTableVersionAddInput!) {
  ruleTableVersionAdd(input: $input) { ruleTableVersion { id } userErrors { code message path } }
}`;

export const PUBLISH_RISE = `mutation ($input: RuleTableVersionPublishInput!) {
  ruleTableVersionPublish(input: $input) { ruleTableVersion { state } userErrors { code message path } }
}`;

export const REDETERMINE = `mutation ($input: EntitlementsRedetermineInput!) {
  entitlementsRedetermine(input: $input) { run { id job { id } } userErrors { code message path } }
}`;

export const DECIDE = `mutation ($input: DeterminationDecideInput!) {
  determinationDecide(input: $input) { run { job { id } } userErrors { code message path } }
}`;

export const CREATE_RUN = `mutation ($input: PaymentRunCreateInput!) {
  paymentRunCreate(input: $input) { run { id } job { id } userErrors { code message path } }
}`;

export const MADE_RUN = 'query ($id: ID!) { paymentRun(by: { id: $id }) { contentHash instructionCount } }';

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
