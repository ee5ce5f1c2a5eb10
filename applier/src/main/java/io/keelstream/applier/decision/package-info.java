/** What people decided about a target, its releases and its canary, as far as the applier judges it, and what becomes of that. Pure. */
@NullMarked
package io.keelstream.applier.decision;

import org.jspecify.annotations.NullMarked;
