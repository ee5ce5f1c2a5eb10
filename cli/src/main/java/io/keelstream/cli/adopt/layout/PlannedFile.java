package io.keelstream.cli.adopt.layout;

/**
 * A file to be written.
 *
 * @param path from the root of the sources
 * @param content its text, with a line feed at its end
 */
public record PlannedFile(String path, String content) {}
