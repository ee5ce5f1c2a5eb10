/** The engine against a real broker: toy services, alone and as processes that are added, stopped, killed and paused. */
@NullMarked
package io.keelstream.messaging.scenario;

import org.jspecify.annotations.NullMarked;
