import { FieldResolver, Resolver, Root } from 'type-graphql';
import { LocalText, textsOf, type Texts } from '../kernel/schema/local-texts.js';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { Parameter } from './parameters/parameter.js';
import { Programme } from './programme.js';
import { RuleTable } from './tables/rule-table.js';
import { ProgrammeRule } from './versions/programme-rule.js';

interface WithTexts {
  readonly byLanguage: Texts;
}

@Resolver(() => Programme)
export class ProgrammeTexts {
  @FieldResolver(() => [LocalText], { description: 'Its name in every language that it is written in.' })
  @Requires('programmes.programmes.read')
  @Needs('byLanguage')
  names(@Root() { byLanguage }: WithTexts): readonly LocalText[] {
    return textsOf(byLanguage);
  }
}

@Resolver(() => ProgrammeRule)
export class RuleTexts {
  @FieldResolver(() => [LocalText], { description: 'What it says to people, in every language that it is written in.' })
  @Requires('programmes.programmes.read')
  @Needs('byLanguage')
  texts(@Root() { byLanguage }: WithTexts): readonly LocalText[] {
    return textsOf(byLanguage);
  }
}

@Resolver(() => Parameter)
export class ParameterTexts {
  @FieldResolver(() => [LocalText], { description: 'Its name in every language that it is written in.' })
  @Requires('programmes.programmes.read')
  @Needs('byLanguage')
  names(@Root() { byLanguage }: WithTexts): readonly LocalText[] {
    return textsOf(byLanguage);
  }
}

@Resolver(() => RuleTable)
export class RuleTableTexts {
  @FieldResolver(() => [LocalText], { description: 'Its name in every language that it is written in.' })
  @Requires('programmes.programmes.read')
  @Needs('byLanguage')
  names(@Root() { byLanguage }: WithTexts): readonly LocalText[] {
    return textsOf(byLanguage);
  }
}
