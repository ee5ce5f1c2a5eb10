/** Reading without owning: whole compacted topics and streams of events for anyone who only looks. */
@NullMarked
package io.keelstream.messaging.table;

import org.jspecify.annotations.NullMarked;
