package io.keelstream.applier.phase;

import io.keelstream.kubernetes.object.Manifest;

/** Explains why a workload is not healthy, by looking at its pods once. */
@FunctionalInterface
public interface Diagnosis {

    /** What the pods say, e.g. {@code app: CrashLoopBackOff, exit code 1}; empty when they say nothing. */
    String of(Manifest workload);
}
