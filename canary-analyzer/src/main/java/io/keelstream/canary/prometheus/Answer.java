package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Series;
import java.util.List;

/** What came of one query. */
sealed interface Answer {

    /** The series; none is an answer too. */
    record Found(List<Series> series) implements Answer {}

    /** The source works and does not take this query. */
    record Refused(String message) implements Answer {}

    /** The source cannot be used now, whatever is asked. */
    record Away(String message) implements Answer {}

    /** The outcome's name in figures. */
    default String outcome() {
        return switch (this) {
            case Found found -> "found";
            case Refused refused -> "refused";
            case Away away -> "away";
        };
    }
}
