/** What of a target waits for a person: found in its records, said once, repeated hourly, and resolved once. */
@NullMarked
package io.keelstream.applier.attention;

import org.jspecify.annotations.NullMarked;
