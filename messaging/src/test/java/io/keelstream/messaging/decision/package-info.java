@NullMarked
package io.keelstream.messaging.decision;

import org.jspecify.annotations.NullMarked;
