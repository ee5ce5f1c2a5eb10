package io.keelstream.contracts.revision;

/**
 * A commit with its place among those of its ref.
 *
 * @param number its number among the commits of the ref that were seen; a later one has a higher number
 * @param commit all its hexadecimal digits
 */
public record NumberedCommit(long number, String commit) {}
