import { csvNumber, csvTable } from '../../report/index.ts';
import type { CheckPlan } from './plan-check.ts';
import type { SummarisedCell } from './summarise-cell.ts';

const rowColumns = [
  'stand_in',
  'stated',
  'arm',
  'weights',
  'preset',
  'search',
  'stand_in_encoder',
  'encoder',
  'judge',
  'correct',
  'n',
  'share',
  'low',
  'high',
  'questions',
  'answered',
  'failed',
  'searches',
  'first_hit',
  'ever_hit',
  'tokens',
  'published_correct',
  'published_n',
  'print',
] as const;

/** Name of the stand-in, and what the user states. */
function playerCells({ standIn, stated }: CheckPlan): string[] {
  return [standIn?.name ?? '', stated === null ? '' : `${stated.model}@${stated.revision}`];
}

/** A row for each cell and judge. */
export function rowsCsv(plan: CheckPlan, shown: readonly SummarisedCell[]): string {
  const lines = shown.flatMap(({ arm, preset, search, summary, weights, encoder, print }) =>
    plan.check.judges.map(({ id }) => {
      const accuracy = summary.accuracy[id] ?? null;
      const { estimate, low, high } = accuracy?.interval ?? {};
      return [
        ...playerCells(plan),
        arm.id,
        weights,
        preset.id,
        search.id,
        search.standIn ?? '',
        encoder ?? '',
        id,
        ...[accuracy?.correct, accuracy?.n, estimate, low, high].map(csvNumber),
        ...[summary.questions, summary.answered, summary.failed, summary.searches].map(csvNumber),
        ...[summary.firstHit, summary.everHit, summary.tokens].map(csvNumber),
        ...[arm.published?.correct, arm.published?.n].map(csvNumber),
        print,
      ];
    }),
  );
  return csvTable(rowColumns, lines);
}

/** A row for each question of each cell. */
export function outcomesCsv(plan: CheckPlan, shown: readonly SummarisedCell[]): string {
  const judges = plan.check.judges.map(({ id }) => id);
  const lines = shown.flatMap(({ arm, preset, search, questions }) =>
    questions.map((one) => [
      ...playerCells(plan),
      arm.id,
      preset.id,
      search.id,
      search.standIn ?? '',
      one.questionId,
      ...judges.map((judge) => yesNo(one.correct[judge] ?? null)),
      one.end,
      String(one.searches),
      yesNo(one.firstHit),
      yesNo(one.everHit),
      String(one.tokens),
    ]),
  );
  const columns = [
    'stand_in',
    'stated',
    'arm',
    'preset',
    'search',
    'stand_in_encoder',
    'question',
    ...judges,
    'end',
    'searches',
    'first_hit',
  ];
  return csvTable([...columns, 'ever_hit', 'tokens'], lines);
}

function yesNo(value: boolean | null): string {
  return value === null ? '' : String(value);
}
