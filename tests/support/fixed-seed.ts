import fc from "fast-check";

// A run that fails must fail again: FC_SEED tries another path through the same properties.
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 20_260_901) });
