import { config } from 'zod';

// zod probes for `new Function` to compile its checks; the content security policy forbids it and would report the probe.
config({ jitless: true });
