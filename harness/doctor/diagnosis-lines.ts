import type { ProviderProbe } from '../engine/index.ts';
import type { Diagnosis, Finding } from './diagnose.ts';

/** A diagnosis for people: one line a finding, `no` followed by the reason. */
export function diagnosisLines(diagnosis: Diagnosis): string[] {
  const { machine, versions, commit, onnxRuntime, node, gguf, lancedb, results, searches, dataSets } =
    diagnosis;
  return [
    line(
      'twinzero',
      [versions['twinzero'] ?? 'unknown', ...(commit === null ? [] : [commit])].join(', commit '),
    ),
    line('Node.js', node.ok ? (versions['node'] ?? 'unknown') : node.reason),
    line('onnxruntime-node', onnxRuntime),
    line('machine', `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}`),
    ...diagnosis.providers.map((probe) => line(`provider ${probe.provider}`, offer(probe))),
    line('node-llama-cpp', gguf.ok ? gguf.version : `no: ${gguf.reason}`),
    line('lancedb', lancedb.ok ? lancedb.version : `no: ${lancedb.reason}`),
    line('results', answer(results, `${results.folder} can be written`)),
    ...Object.entries(searches).map(([kind, found]) =>
      line(`search ${kind}`, answer(found, 'has what it needs')),
    ),
    ...Object.entries(dataSets).map(([id, found]) => line(`data ${id}`, answer(found, 'complete'))),
  ];
}

function line(name: string, text: string): string {
  return `${name.padEnd(17)} ${text}`;
}

function answer(finding: Finding, yes: string): string {
  return finding.ok ? yes : `no: ${finding.reason}`;
}

function offer(probe: ProviderProbe): string {
  return probe.offered ? 'yes' : `no: ${probe.reason}`;
}
