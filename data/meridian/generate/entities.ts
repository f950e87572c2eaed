/** Parts of what a report is about: the component that failed, how it failed, and the mission phase. */
export type PartKind = 'component' | 'fault' | 'phase';

/** The two names of one entity; a report uses one of them, drawn per report. */
export type NamePair = readonly [string, string];

/**
 * Every component, fault and phase of every Meridian world, with its two names.
 *
 * All names are single lower-case words, no word serves two entities, faults take the article "a" and phases
 * follow "during" without an article, so that any template fits any entity.
 */
export const entities: Readonly<Record<PartKind, readonly NamePair[]>> = {
  component: [
    ['fan', 'blower'],
    ['antenna', 'aerial'],
    ['pump', 'impeller'],
    ['valve', 'spigot'],
    ['battery', 'accumulator'],
    ['radiator', 'cooler'],
    ['thruster', 'nozzle'],
    ['gyroscope', 'gimbal'],
    ['hatch', 'lid'],
    ['airlock', 'vestibule'],
    ['camera', 'imager'],
    ['heater', 'warmer'],
    ['sensor', 'probe'],
    ['computer', 'processor'],
    ['tank', 'reservoir'],
    ['scrubber', 'purifier'],
    ['generator', 'dynamo'],
    ['winch', 'hoist'],
    ['telescope', 'spyglass'],
    ['drill', 'auger'],
    ['transmitter', 'beacon'],
    ['clutch', 'coupler'],
    ['wheel', 'roller'],
    ['lamp', 'floodlight'],
  ],
  fault: [
    ['leak', 'seep'],
    ['crack', 'fracture'],
    ['stall', 'seizure'],
    ['hotspot', 'scorch'],
    ['spark', 'flashover'],
    ['rattle', 'shudder'],
    ['blockage', 'clog'],
    ['tear', 'rip'],
    ['flicker', 'dropout'],
    ['squeal', 'whine'],
  ],
  phase: [
    ['docking', 'berthing'],
    ['launch', 'liftoff'],
    ['descent', 'reentry'],
    ['refuelling', 'bunkering'],
    ['hibernation', 'dormancy'],
    ['resupply', 'restocking'],
    ['braking', 'retrofire'],
    ['calibration', 'alignment'],
    ['staging', 'separation'],
    ['cruise', 'coasting'],
  ],
};
