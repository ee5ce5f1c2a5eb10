package io.keelstream.applier.phase;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.write.ObjectRemover;
import io.keelstream.applier.write.ObjectWriter;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What a running release stands on.
 *
 * @param live the cluster as the watches show it
 * @param writer writes objects
 * @param remover deletes objects
 * @param diagnosis explains workloads that do not become healthy
 * @param unsticking frees StatefulSets that wait for a broken pod
 * @param superseded whether a newer revision took over
 * @param signal raised on every news of the target
 * @param clock time
 */
public record ReleaseContext(
        LiveObjects live,
        ObjectWriter writer,
        ObjectRemover remover,
        Diagnosis diagnosis,
        Unsticking unsticking,
        BooleanSupplier superseded,
        Signal signal,
        Clock clock) {}
