import type { EngineBench, SpeedRow } from './engine-bench.ts';

/** The report of `bench engine` for a terminal. */
export function engineBenchLines(bench: EngineBench): readonly string[] {
  const { peak, adamW, card } = bench;
  return [
    `${bench.model.parameters} parameters on provider ${bench.place.provider}, ${bench.place.threads} threads`,
    ...(card === null ? [] : [`card    ${card.name}, ${card.memoryMiB} MiB, driver ${card.driver}`]),
    ...(card?.dataSheet === null || card === null
      ? []
      : [
          `sheet   ${card.dataSheet.float32} TFLOP/s in float32, ${card.dataSheet.tf32} in TF32, ${card.dataSheet.bfloat16} in bfloat16, dense`,
        ]),
    peak.measured
      ? `peak    ${peak.value.gigaflops} GFLOP/s, product of ${peak.value.size} x ${peak.value.size} matrices in float32`
      : `peak    not measured: ${peak.reason}`,
    ...bench.speeds.map(speedLine),
    adamW.measured
      ? `adamW   ${adamW.value.javascriptMs} ms a step in JavaScript, ${adamW.value.graphMs} ms as graph nodes on this provider`
      : `adamW   not measured apart: ${adamW.reason}`,
  ];
}

/** One measurement of it. */
export function speedLine({ task, result, gigaflops, shareOfPeak }: SpeedRow): string {
  const what =
    task.kind === 'train'
      ? `train   ${task.trained}, ${task.sequences} x ${task.tokensPerSequence} tokens${task.stepsPerCall > 1 ? `, ${task.stepsPerCall} steps a call` : ''}`
      : `decode  ${task.lanes} ${task.lanes === 1 ? 'lane' : 'lanes'} to ${task.contextTokens} tokens`;
  if (!result.measured) return `${what}: not measured: ${result.reason}`;
  const { median, slowest, fastest, rounds } = result.value;
  const memory =
    result.peakCardMiB === null
      ? `${result.peakRssMiB} MiB`
      : `${result.peakRssMiB} MiB and ${result.peakCardMiB} MiB on the card`;
  const share = shareOfPeak === null ? '' : `, ${Math.round(1000 * shareOfPeak) / 10} % of the peak`;
  return `${what}: ${median} tokens/s (${slowest}-${fastest}, ${rounds} rounds), ${gigaflops?.weights ?? '-'} GFLOP/s${share} (attention ${gigaflops?.attention ?? '-'} more), ${memory}`;
}
