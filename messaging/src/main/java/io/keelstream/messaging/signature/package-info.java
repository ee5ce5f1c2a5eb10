/** Public keys and signatures of OpenSSH, read and verified by the JDK alone. Pure. */
@NullMarked
package io.keelstream.messaging.signature;

import org.jspecify.annotations.NullMarked;
