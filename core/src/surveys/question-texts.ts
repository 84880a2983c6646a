import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { Question, QuestionChoice } from './question.js';
import { LocalText, textsOf, type Texts } from '../kernel/schema/local-texts.js';

@Resolver(() => Question)
export class QuestionTexts {
  @FieldResolver(() => [LocalText], { description: 'The question in every language that it is written in.' })
  @Requires('surveys.questionnaires.read')
  @Needs('byLanguage')
  texts(@Root() { byLanguage }: { readonly byLanguage: Texts }): readonly LocalText[] {
    return textsOf(byLanguage);
  }
}

@Resolver(() => QuestionChoice)
export class QuestionChoiceTexts {
  @FieldResolver(() => [LocalText], { description: 'The choice in every language that it is written in.' })
  @Requires('surveys.questionnaires.read')
  @Needs('byLanguage')
  texts(@Root() { byLanguage }: { readonly byLanguage: Texts }): readonly LocalText[] {
    return textsOf(byLanguage);
  }
}
