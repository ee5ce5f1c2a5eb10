package io.keelstream.contracts.deployment;

/** Whether our machinery worked, independent of whether the release is good. */
public enum ExecutionStatus {
    SUCCEEDED,
    ERRORED,
    CANCELLED,
    UNKNOWN
}
