import { defineDeployment } from '@kinga/plugin-sdk';

/** The deployment that `npm start` runs: a made-up country, for trying Kinga out. */
export default defineDeployment({
  name: 'Kinga',
  modules: [],
  timeZone: 'Africa/Accra',
  locale: 'en',
  signIns: [
    { role: 'registrar', name: 'registrar@example.org' },
    { role: 'administrator', name: 'administrator@example.org' },
  ],
  examples: [
    {
      title: 'Who is registered',
      role: 'registrar',
      query: `query People {
  persons(first: 5, orderBy: [{ familyName: ASC }]) {
    totalCount
    nodes { id givenName familyName age household { code } }
  }
}`,
    },
  ],
});
