// What stands in a manifest for work on the sources goes into no published one.
export const hooks = {
  beforePacking(manifest) {
    for (const target of Object.values(manifest.exports ?? {})) {
      if (typeof target === 'object') delete target['@numroute/source'];
    }
    return manifest;
  },
};
