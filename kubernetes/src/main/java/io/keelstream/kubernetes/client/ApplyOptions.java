package io.keelstream.kubernetes.client;

/**
 * How to apply.
 *
 * @param fieldManager the manager whose intent the body is
 * @param force take fields that other managers own
 * @param dryRun let the server answer without keeping anything
 */
public record ApplyOptions(String fieldManager, boolean force, boolean dryRun) {}
