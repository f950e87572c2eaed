import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The graphics card that nvidia-smi names first. */
export interface Card {
  readonly name: string;
  readonly memoryMiB: number;
  readonly driver: string;
  /**
   * Dense matrix products without sparsity, in units of 10^12 operations a second, by the vendor's data sheet; null
   * for a card that this table does not have.
   */
  readonly dataSheet: { readonly float32: number; readonly tf32: number; readonly bfloat16: number } | null;
}

/** By a part of nvidia-smi's name: NVIDIA's data sheets of A100 (2021), H100 (2023), H200 (2024). */
const dataSheets: readonly (readonly [string, NonNullable<Card['dataSheet']>])[] = [
  ['H200', { float32: 67, tf32: 494, bfloat16: 989 }],
  ['H100 PCIe', { float32: 51, tf32: 378, bfloat16: 756 }],
  ['H100', { float32: 67, tf32: 494, bfloat16: 989 }],
  ['A100', { float32: 19.5, tf32: 156, bfloat16: 312 }],
];

/** Asks nvidia-smi for the card; null where there is neither. */
export async function findCard(): Promise<Card | null> {
  const answer = await query('name,memory.total,driver_version');
  if (answer === null) return null;
  const [name = '', memory = '', driver = ''] = answer;
  const sheet = dataSheets.find(([part]) => name.includes(part));
  return { name, memoryMiB: Number(memory), driver, dataSheet: sheet?.[1] ?? null };
}

/** Asks for the card's used memory every half second until it is ended, which gives the most there was, in MiB. */
export function watchCard(): { readonly end: () => Promise<number | null> } {
  const ending = new AbortController();
  const watching = (async () => {
    let most: number | null = null;
    while (!ending.signal.aborted) {
      const [used] = (await query('memory.used')) ?? [];
      if (used !== undefined) most = Math.max(most ?? 0, Number(used));
      await wait(500);
    }
    return most;
  })();
  return {
    end: () => {
      ending.abort();
      return watching;
    },
  };
}

/** The fields of the first card; null where nvidia-smi does not run. */
async function query(fields: string): Promise<readonly string[] | null> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', [
      `--query-gpu=${fields}`,
      '--format=csv,noheader,nounits',
    ]);
    const [first] = stdout.trim().split('\n');
    return first === undefined || first === '' ? null : first.split(',').map((cell) => cell.trim());
  } catch {
    return null;
  }
}
