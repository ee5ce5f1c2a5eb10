@NullMarked
package io.keelstream.messaging.signature;

import org.jspecify.annotations.NullMarked;
