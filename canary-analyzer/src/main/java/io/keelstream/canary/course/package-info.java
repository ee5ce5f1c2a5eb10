/** The course of one analysis: which ticks are judged when, and what follows from them. Knows neither Kafka nor a source. */
@NullMarked
package io.keelstream.canary.course;

import org.jspecify.annotations.NullMarked;
