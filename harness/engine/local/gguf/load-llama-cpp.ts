import { pathToFileURL } from 'node:url';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Provider } from '../../embedded/session/session-factory.ts';
import { shortReason } from '../local-policy.ts';
import { findLlamaCpp } from './find-llama-cpp.ts';
import type { Llama, LlamaCppModule } from './llama-cpp.ts';

/** llama.cpp, loaded for a provider. */
export interface LoadedLlama {
  readonly llama: Llama;
  /** Version of `node-llama-cpp`. */
  readonly version: string;
  /** What llama.cpp said last that is a warning or worse, newest last; may be emptied. */
  readonly complaints: string[];
}

type Device = false | 'cuda' | 'metal' | 'vulkan';

/** One a device: the native library is loaded into the process once. */
const loaded = new Map<Device, Promise<LoadedLlama>>();

/**
 * Loads llama.cpp: `webgpu` stands for the graphics card without CUDA, which is Metal on a Mac and else Vulkan.
 * @throws TwinZeroError `configuration` when the package, or its build for the provider, is not installed or does not
 * run on this machine.
 */
export function loadLlamaCpp(provider: Provider): Promise<LoadedLlama> {
  const portable = process.platform === 'darwin' ? 'metal' : 'vulkan';
  const device = ({ cpu: false, cuda: 'cuda', webgpu: portable } as const)[provider];
  let loading = loaded.get(device);
  if (loading === undefined) {
    loading = load(device);
    loaded.set(device, loading);
    // A failure is not remembered, so that it can be mended and tried again.
    loading.catch(() => loaded.delete(device));
  }
  return loading;
}

async function load(device: Device): Promise<LoadedLlama> {
  const { main, version } = findLlamaCpp();
  const complaints: string[] = [];
  const logger = (_level: string, message: string): void => {
    const line = message.trim();
    if (line === '') return;
    complaints.push(line);
    if (complaints.length > 8) complaints.shift();
  };
  try {
    const module = (await import(pathToFileURL(main).href)) as LlamaCppModule;
    const llama = await module.getLlama({
      gpu: device,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: 'warn',
      logger,
    });
    if (device !== false && (await llama.getGpuDeviceNames()).length === 0) {
      // Without a device the library would compute on the processor, and say nothing.
      await llama.dispose();
      throw new Error(`${device} finds no graphics card`);
    }
    return { llama, version, complaints };
  } catch (cause) {
    const build = device === false ? 'cpu' : device;
    throw new TwinZeroError(
      'configuration',
      `node-llama-cpp in ${main} cannot compute on ${build} (${shortReason(cause)}): run twinzero doctor --install gguf --build ${build}, choose another provider or, on a busy machine, try again`,
      { cause },
    );
  }
}
