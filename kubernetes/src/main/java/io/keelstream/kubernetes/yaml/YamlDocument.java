package io.keelstream.kubernetes.yaml;

/**
 * One document of a text.
 *
 * @param value the document as plain values; never null, because empty documents are skipped
 * @param line the line on which it starts, from 1
 */
public record YamlDocument(Object value, int line) {}
