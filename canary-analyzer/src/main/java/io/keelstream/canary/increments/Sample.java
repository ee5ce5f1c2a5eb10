package io.keelstream.canary.increments;

/**
 * One scraped value.
 *
 * @param atMillis when it was scraped, milliseconds since 1970
 * @param value as the source has it
 */
public record Sample(long atMillis, double value) {}
