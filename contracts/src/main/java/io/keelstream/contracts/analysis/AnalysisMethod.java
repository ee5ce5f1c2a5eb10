package io.keelstream.contracts.analysis;

/**
 * How an analysis is judged.
 *
 * @param name the judge's name
 * @param version of its rules; another version may judge the same measurements otherwise
 */
public record AnalysisMethod(String name, int version) {}
