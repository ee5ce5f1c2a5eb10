/** What is written and what is read: facts before they have a place in a topic, and records after they got one. */
@NullMarked
package io.keelstream.messaging.event;

import org.jspecify.annotations.NullMarked;
