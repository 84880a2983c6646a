import { defineDeployment } from '@kinga/plugin-sdk';

/** The deployment that `npm start` runs: a made-up country, for trying Kinga out. */
export default defineDeployment({
  name: 'Kinga (a made-up country)',
  modules: ['@kinga/cash-transfers', '@kinga/health-insurance', '@kinga/pensions', '@kinga/example-demo-country'],
  packs: ['examples/ghana-leap'],
  timeZone: 'Africa/Accra',
  locale: 'en',
  signIns: [
    { role: 'clerk', name: 'clerk@example.org', places: ['MU-1-1'] },
    { role: 'officer', name: 'officer@example.org' },
    { role: 'approver', name: 'approver@example.org' },
    { role: 'auditor-general', name: 'auditor@example.org' },
  ],
  examples: [
    {
      title: 'Who is registered in the district of the clerk',
      role: 'clerk',
      query: `{
  households(first: 3, where: { attributes: { poverty: { eq: EXTREMELY_POOR } } }) {
    totalCount
    nodes { code place { name } head { familyName age } members { totalCount } }
  }
}`,
    },
    {
      title: 'What LEAP pays, by how many members count, and by which rules',
      role: 'officer',
      query: `{
  programme(by: { code: "LEAP" }) {
    name currency
    tables { nodes { name versions(orderBy: [{ effectiveFrom: DESC }]) { nodes { effectiveFrom state source rows(orderBy: [{ position: ASC }]) { nodes { keys value } } } } } }
    versions { nodes { effectiveFrom state rules { nodes { code kind expression } } } }
  }
}`,
    },
    {
      title: 'The proof of each payment run (after npx kinga demo leap)',
      role: 'auditor-general',
      query: `{
  paymentRuns(orderBy: [{ createdAt: DESC }]) {
    nodes { code state createdBy approvedBy instructionCount proof { balanced entitled { ledger { amount currency } } paid { ledger { amount } } pending { ledger { amount } } returned { ledger { amount } } } }
  }
}`,
    },
  ],
});
