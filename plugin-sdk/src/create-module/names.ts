/** Every form of a module's name that its files need. The keys are the placeholders of `template/`. */
export interface Names {
  /** `school-meals` */
  readonly id: string;
  /** `schoolMeals`: the constant that the module is exported as. */
  readonly module: string;
  /** `school_meals`: the schema of its tables. */
  readonly schema: string;
  /** `SchoolMeal`, `SchoolMeals` */
  readonly Entity: string;
  readonly Entities: string;
  /** `schoolMeal`, `schoolMeals` */
  readonly entity: string;
  readonly entities: string;
  /** `school_meal`: table, and prefix of its ids. */
  readonly table: string;
  /** `SCHOOL_MEAL`: begins the codes of its refusals. */
  readonly CODE: string;
  /** `school-meal`, `school-meals`: names of files. */
  readonly file: string;
  readonly files: string;
  /** `meals`: the middle of its permissions. */
  readonly what: string;
  /** `school meal`, `school meals`, `School meals`: in sentences. */
  readonly word: string;
  readonly words: string;
  readonly Words: string;
}

/** A module's names from its id. A plural gives its singular to the entity; what has none gets entries: `shelter-entry`. */
export function namesOf(id: string): Names {
  const singular = singularOf(id);
  const [file, files] = singular === id ? [`${id}-entry`, `${id}-entries`] : [singular, id];
  return {
    id,
    module: camel(id),
    schema: snake(id),
    Entity: pascal(file),
    Entities: pascal(files),
    entity: camel(file),
    entities: camel(files),
    table: snake(file),
    CODE: snake(file).toUpperCase(),
    file,
    files,
    what: files.split('-').at(-1) ?? files,
    word: file.replaceAll('-', ' '),
    words: files.replaceAll('-', ' '),
    Words: capital(files.replaceAll('-', ' ')),
  };
}

function singularOf(id: string): string {
  if (/[^aeiou]ies$/.test(id)) return id.replace(/ies$/, 'y');
  if (/(x|ch|sh|ss)es$/.test(id)) return id.replace(/es$/, '');
  return /[^sui]s$/.test(id) ? id.replace(/s$/, '') : id;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const pascal = (id: string): string => id.split('-').map(capital).join('');
const camel = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const snake = (id: string): string => id.replaceAll('-', '_');
