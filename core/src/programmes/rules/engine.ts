/** What the rest of core may use of the rules: a set of rules becomes SQL, and rows of facts become outcomes. */
export { compileRules, lacksOn, problemsIn, RuleSetError, type CompiledRule, type CompiledRules } from './compile-rules.js';
export { facts, type ContributedFact, type ContributedFacts, type ContributedList, type ContributedValue, type FactSource } from './contributed-facts.js';
export { evaluated } from './evaluate.js';
export { explained, unknownIn, type Explained, type ExplainedRule, type Unknown } from './explain.js';
export { registryFacts, type Gathering } from './gather.js';
export { givenFacts, givenRows, type FactProblem, type GivenFacts, type GivenRow } from './given.js';
export type {
  AssessmentOutcome, DatedValue, ParameterValues, Rule, RuleBasis, RuleKind, RuleSet, RuleSetProblem, RuleTarget, TableKey, TableRow, TableVersion, TableVersions,
} from './rule-set.js';
export type { LocalDateText, ValueType } from './values.js';
export { CORE_KINDS, loadVocabulary, ruleKinds, vocabularyOf, type Vocabulary, type VocabularyParts } from './vocabulary.js';
