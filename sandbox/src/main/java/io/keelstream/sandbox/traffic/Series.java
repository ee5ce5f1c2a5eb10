package io.keelstream.sandbox.traffic;

import java.util.List;
import java.util.Map;

/**
 * One time series.
 *
 * @param labels its labels, {@code __name__} included
 * @param points its values, in order of time
 */
record Series(Map<String, String> labels, List<ServedPod.Point> points) {}
