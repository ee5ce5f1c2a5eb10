package io.keelstream.kubernetes.route;

/**
 * Requests with a header.
 *
 * @param name of the header; its case does not matter
 * @param value what the header has to be
 * @param regex whether the value is a regular expression for the whole header
 */
public record HeaderMatch(String name, String value, boolean regex) {}
