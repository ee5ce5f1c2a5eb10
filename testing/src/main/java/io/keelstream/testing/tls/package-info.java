/** Certificates for tests. */
@NullMarked
package io.keelstream.testing.tls;

import org.jspecify.annotations.NullMarked;
