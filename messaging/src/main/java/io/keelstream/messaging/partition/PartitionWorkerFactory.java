package io.keelstream.messaging.partition;

/** Makes the worker of a partition whose tables have just been loaded. */
@FunctionalInterface
public interface PartitionWorkerFactory {

    /** A new worker; {@link PartitionWorker#loaded} is called right after. */
    PartitionWorker create(OwnedPartition partition);
}
