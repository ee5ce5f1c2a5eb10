/**
 * One commit is one trace. Each service opens a span per stage of the commit's way and names it in the events that come of
 * it; the next service's span is its child. Cores know nothing of it: edges open and close stages.
 */
@NullMarked
package io.keelstream.tracing;

import org.jspecify.annotations.NullMarked;
