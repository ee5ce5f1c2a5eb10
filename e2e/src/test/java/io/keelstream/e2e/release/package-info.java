/** What follows a release, for users: rollback, retry, pin. */
@NullMarked
package io.keelstream.e2e.release;

import org.jspecify.annotations.NullMarked;
