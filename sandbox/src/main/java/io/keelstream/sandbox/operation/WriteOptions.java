package io.keelstream.sandbox.operation;

/**
 * How to write.
 *
 * @param fieldManager who writes; never empty
 * @param force take fields that other managers own (apply alone)
 * @param dryRun answer as if, and keep nothing
 * @param validation what becomes of unknown fields
 */
public record WriteOptions(String fieldManager, boolean force, boolean dryRun, FieldValidation validation) {

    /** For the sandbox's own controllers. */
    public static WriteOptions internal(String fieldManager) {
        return new WriteOptions(fieldManager, false, false, FieldValidation.IGNORE);
    }
}
