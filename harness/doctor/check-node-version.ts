import type { Finding } from './diagnosis.ts';

/** Lowest Node.js that TwinZero is made for, as package.json says under `engines`. */
const oldest = [20, 19] as const;

/** Whether `version` (e.g. `20.19.4`) is recent enough. */
export function checkNodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return { ok: true };
  return {
    ok: false,
    reason: `Node.js ${version} is older than ${oldest.join('.')}, the first TwinZero is made for`,
  };
}
