/** Sealing of Secrets for a repository: {@code seal}. */
@NullMarked
package io.keelstream.standalone.seal;

import org.jspecify.annotations.NullMarked;
