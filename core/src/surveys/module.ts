import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { purposes } from '../kernel/privacy/purpose.js';
import { ruleFacts } from '../programmes/rules/rule-facts.js';
import { HouseholdResponses, PersonResponses } from './added-connections.js';
import { answerFacts } from './answer-facts.js';
import { ChangeResponse } from './change-response.js';
import { CreateQuestionnaire } from './create-questionnaire.js';
import { DraftVersion } from './draft-version.js';
import { questionnaireCreated, responseCorrected, responsesSubmitted, responseWithdrawn, versionDrafted, versionPublished } from './events.js';
import { surveysPermissions } from './permissions.js';
import { PublishVersion } from './publish-version.js';
import { QuestionChoiceTexts, QuestionTexts } from './question-texts.js';
import { Question, QuestionChoice } from './question.js';
import { Questionnaire, QuestionnaireVersion } from './questionnaire.js';
import { SubmitResponses } from './response-submit.js';
import { Answer, Response } from './response.js';
import { specialAnswers } from './special-answers.js';
import { surveysRoles } from './roles.js';

const version = `^${pkg.version}`;

export const surveys = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'surveys', requires: { kernel: version, people: version, programmes: version } } },
  {
    description: 'Questionnaires with versions, and what persons and households answered',
    entities: [Questionnaire, QuestionnaireVersion, Question, QuestionChoice, Response, Answer],
    resolvers: [
      CreateQuestionnaire, DraftVersion, PublishVersion, SubmitResponses, ChangeResponse, QuestionTexts, QuestionChoiceTexts, PersonResponses, HouseholdResponses,
    ],
    permissions: surveysPermissions,
    roles: surveysRoles,
    events: [questionnaireCreated, versionDrafted, versionPublished, responsesSubmitted, responseCorrected, responseWithdrawn],
    contributes: [
      specialAnswers,
      ruleFacts.contribute('surveys.answers', answerFacts),
      purposes.contribute('assessment', { description: 'Finding out how persons and households live and what they need', ground: 'PUBLIC_TASK' }),
    ],
    migrations: new URL('../../migrations/surveys/', import.meta.url),
    locales: new URL('../../locales/surveys/', import.meta.url),
  },
);
