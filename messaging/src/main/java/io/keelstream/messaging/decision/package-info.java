/** What people decided, as the service that judges it reads it, and how it answers. */
@NullMarked
package io.keelstream.messaging.decision;

import org.jspecify.annotations.NullMarked;
