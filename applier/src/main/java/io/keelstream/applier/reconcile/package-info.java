/** What a target needs now: decides, starts or resumes releases, keeps the read model, writes the facts. */
@NullMarked
package io.keelstream.applier.reconcile;

import org.jspecify.annotations.NullMarked;
