import { readdirSync } from 'node:fs';
import type { Features } from './subject.js';

const folder = new URL('features/', import.meta.url);

/** Every feature of every file in features/, by its sentence. */
export async function allFeatures(): Promise<Features> {
  const features: Record<string, Features[string]> = {};
  for (const file of readdirSync(folder)) {
    const groups = await import(`./features/${file}`) as Record<string, Features>;
    for (const [sentence, feature] of Object.values(groups).flatMap((group) => Object.entries(group))) {
      if (features[sentence]) throw new Error(`two features are called: ${sentence}`);
      features[sentence] = feature;
    }
  }
  return features;
}
