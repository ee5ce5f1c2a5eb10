/** What people decided about a target's canary, and what becomes of it. Pure. */
@NullMarked
package io.keelstream.applier.decision;

import org.jspecify.annotations.NullMarked;
