package io.keelstream.contracts.canary;

/**
 * Which trial a release runs. Deployments that take it over from one another share it.
 *
 * @param digest the trial digest
 * @param begunBy the deployment that began it
 */
public record TrialIdentity(String digest, String begunBy) {}
